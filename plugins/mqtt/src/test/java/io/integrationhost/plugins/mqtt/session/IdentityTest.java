package io.integrationhost.plugins.mqtt.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.kit.StateFile;
import io.integrationhost.testkit.RequiredTools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

  private static final List<Filter> FILTERS = List.of(new Filter("a/+", 1));

  @TempDir private Path directory;

  private Identity identity() {
    return new Identity(Optional.empty(), new StateFile(directory.resolve("client")));
  }

  @Test
  void isTheSameAfterARestart() throws IOException {
    Identity first = identity();
    first.load();
    first.subscribed(FILTERS, List.of("b c"));
    Identity second = identity();
    second.load();
    assertThat(second.clientId()).isEqualTo(first.clientId()).matches("ih-[a-z0-9]{16}");
    assertThat(second.stale(FILTERS)).containsExactly("b c");
    assertThat(second.stale(List.of())).containsExactly("a/+", "b c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ih-", "ih-0123456789abcdef%zz", "nobody", "ih-0123456789abcdef\n%"})
  void namesAFileThatIsDamaged(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("client"), content);
    assertThatThrownBy(() -> identity().load())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + " is damaged")
        .hasMessageContaining("delete it");
    assertThat(file).hasContent(content);
  }

  /** The loop asks for the id, and serves all connections. */
  @Test
  void isToldWhileTheDiskIsSlow() throws Exception {
    Identity identity = identity();
    identity.load();
    Path next = directory.resolve("client.new");
    String mkfifo = RequiredTools.orSkip("mkfifo").toString();
    assertThat(new ProcessBuilder(mkfifo, next.toString()).start().waitFor()).isZero();
    var writer = new CompletableFuture<Thread>();
    // Waits until somebody reads.
    CompletableFuture<Void> written =
        CompletableFuture.runAsync(
            () -> {
              writer.complete(Thread.currentThread());
              try {
                identity.subscribed(FILTERS, List.of());
              } catch (IOException e) {
                // Nobody can wait for the disk under what is none.
              }
            });
    await()
        .until(() -> List.of(writer.get().getStackTrace()).toString().contains("StateFile.write"));
    CompletableFuture<String> told = CompletableFuture.supplyAsync(identity::clientId);
    CompletableFuture<List<String>> stale =
        CompletableFuture.supplyAsync(() -> identity.stale(FILTERS));
    await().until(() -> told.isDone() && stale.isDone());
    assertThat(written).isNotDone();
    try (InputStream in = Files.newInputStream(next)) {
      assertThat(in.readAllBytes()).isNotEmpty();
    }
    await().until(written::isDone);
  }
}
