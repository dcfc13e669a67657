package io.integrationhost.host.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.remote.ConverterConfiguration;
import io.integrationhost.remote.IntegrationConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationStoreTest {

  private static final String KEY = "routing-key-of-yard";

  @TempDir private Path data;

  @Test
  void everyFieldComesBack() {
    IntegrationConfiguration full =
        configuration("Yard ü", Optional.of("{\"allEnabled\":true}"), Optional.of(converter(7)));
    IntegrationConfiguration sparse = configuration("", Optional.empty(), Optional.empty());
    ConfigurationStore store = direct();

    store.save("full", KEY, full);
    store.save("sparse", KEY, sparse);

    assertThat(store.load("full", KEY)).contains(full);
    assertThat(direct().load("sparse", KEY)).contains(sparse);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void onlyTheOwnerMayReadAlsoAfterAReplacement() throws IOException {
    ConfigurationStore store = direct();
    store.save("yard", KEY, named("first"));
    Files.setPosixFilePermissions(file("yard"), PosixFilePermissions.fromString("rw-r--r--"));
    store.save("yard", KEY, named("second"));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("yard"))))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file("yard").getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void theRoutingKeyIsNotInTheFile() throws IOException {
    direct().save("yard", KEY, named("Yard"));

    assertThat(Files.readString(file("yard"))).doesNotContain(KEY).contains("routingKeySha256");
    try (var files = Files.list(file("yard").getParent())) {
      assertThat(files).containsExactly(file("yard"));
    }
  }

  @Test
  void aConfigurationOfAnotherKeyOrIntegrationIsNotUsed() throws IOException {
    ConfigurationStore store = direct();
    store.save("yard", KEY, named("Yard"));
    Files.copy(file("yard"), file("hall"));

    assertThat(store.load("yard", "another key")).isEmpty();
    assertThat(store.load("hall", KEY)).isEmpty();
    assertThat(store.load("yard", KEY)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{",
        "{}",
        "[1]",
        "{\"version\":2}",
        "{\"version\":1,\"integration\":\"yard\"}",
        "{\"version\":1,\"integration\":\"yard\",\"routingKeySha256\":\"x\",\"saved\":\"?\"}",
        "{\"version\":1,\"integration\":{},\"routingKeySha256\":\"x\",\"saved\":\"?\"}"
      })
  void aDamagedFileIsAsGoodAsNoneAndCanBeReplaced(String text) throws IOException {
    Files.createDirectories(file("yard").getParent());
    Files.writeString(file("yard"), text);
    ConfigurationStore store = direct();

    assertThat(store.load("yard", KEY)).isEmpty();
    store.save("yard", KEY, named("Yard"));
    assertThat(store.load("yard", KEY)).isPresent();
  }

  @Test
  void aChangedScriptIsNeverUsedAndIsKept() throws IOException {
    ConfigurationStore store = direct();
    store.save("yard", KEY, named("Yard"));
    String whole = Files.readString(file("yard"));
    Files.writeString(file("yard"), whole.replace("\"Yard\"", "\"Gard\""));

    assertThat(store.load("yard", KEY)).isEmpty();
    assertThat(file("yard")).doesNotExist();
    assertThat(file("yard").resolveSibling("yard.json.damaged")).content().contains("\"Gard\"");
    store.save("yard", KEY, named("Yard"));
    assertThat(store.load("yard", KEY)).isPresent();
  }

  @Test
  void aFileOfAnEarlierBuildHasNoChecksumAndIsUsed() throws IOException {
    ConfigurationStore store = direct();
    store.save("yard", KEY, named("Yard"));
    String whole = Files.readString(file("yard"));
    Files.writeString(file("yard"), whole.substring(0, whole.indexOf(",\"sha256\"")) + "\n}");
    assertThat(store.load("yard", KEY)).contains(named("Yard"));
  }

  @Test
  void whatACrashLeftOfAWriteIsGoneWithTheNextOne() throws IOException {
    direct().save("yard", KEY, named("Yard"));
    Path remains = Files.writeString(file("yard").resolveSibling("hall.json.tmp"), "half");
    ConfigurationStore next = direct();
    assertThat(next.load("yard", KEY)).isPresent();
    // Who reads may be a command beside a host that is writing.
    assertThat(remains).exists();
    next.save("yard", KEY, named("Yard"));
    assertThat(remains).doesNotExist();
  }

  @Test
  void aCutFileIsNeverTakenForAWholeOne() throws IOException {
    ConfigurationStore store = direct();
    store.save("yard", KEY, named("Yard"));
    String whole = Files.readString(file("yard"));
    for (int length = 0; length < whole.length() - 1; length += 131) {
      Files.writeString(file("yard"), whole.substring(0, length));
      assertThat(store.load("yard", KEY)).isEmpty();
    }
  }

  @Test
  void absentAndForgottenAreEmpty() {
    ConfigurationStore store = direct();
    assertThat(store.load("yard", KEY)).isEmpty();
    store.forget("yard");
    store.save("yard", KEY, named("Yard"));
    store.forget("yard");

    assertThat(store.load("yard", KEY)).isEmpty();
    assertThat(file("yard")).doesNotExist();
  }

  @Test
  void theCallerNeverWaitsAndOnlyTheLastOfSeveralChangesIsDone() {
    Queue<Runnable> tasks = new ArrayDeque<>();
    ConfigurationStore store = new ConfigurationStore(directory(), tasks::add, Clock.systemUTC());

    store.save("yard", KEY, named("first"));
    store.forget("yard");
    store.save("yard", KEY, named("last"));
    assertThat(directory()).doesNotExist();
    tasks.remove().run();

    assertThat(store.load("yard", KEY)).contains(named("last"));
    store.forget("hall");
    tasks.forEach(Runnable::run);
    assertThat(store.load("yard", KEY)).contains(named("last"));
  }

  @Test
  void concurrentSavesEndWithTheLast() throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(4);
    ConfigurationStore store = new ConfigurationStore(directory(), executor, Clock.systemUTC());
    for (int count = 0; count < 200; count++) {
      store.save("yard", KEY, named("Yard " + count));
      store.save("hall", KEY, named("Hall " + count));
      if (count > 0 && Files.exists(file("yard"))) {
        assertThat(store.load("yard", KEY)).isPresent();
      }
    }
    executor.shutdown();
    assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

    assertThat(store.load("yard", KEY)).contains(named("Yard 199"));
    assertThat(store.load("hall", KEY)).contains(named("Hall 199"));
  }

  @Test
  void failuresToSaveAreNotTheCallersProblem() throws IOException {
    Files.writeString(data.resolve("configurations"), "in the way");
    ConfigurationStore store = direct();
    store.save("yard", KEY, named("Yard"));
    assertThat(store.load("yard", KEY)).isEmpty();

    ConfigurationStore stopping =
        new ConfigurationStore(
            data.resolve("other"),
            task -> {
              throw new RejectedExecutionException("stopped");
            },
            Clock.systemUTC());
    stopping.save("yard", KEY, named("Yard"));
    assertThat(stopping.load("yard", KEY)).isEmpty();
  }

  private ConfigurationStore direct() {
    return new ConfigurationStore(directory(), Runnable::run, Clock.systemUTC());
  }

  private Path directory() {
    return data.resolve("configurations");
  }

  private Path file(String integration) {
    return directory().resolve(integration + ".json");
  }

  private static IntegrationConfiguration named(String name) {
    return configuration(name, Optional.empty(), Optional.empty());
  }

  private static IntegrationConfiguration configuration(
      String name, Optional<String> debug, Optional<ConverterConfiguration> downlink) {
    return new IntegrationConfiguration(
        new UUID(1, -2),
        new UUID(3, 4),
        name,
        KEY,
        "CUSTOM",
        "{\"password\":\"<&>'\u2028\"}",
        "null",
        downlink.isPresent(),
        debug,
        new ConverterConfiguration(
            new UUID(5, 6), new UUID(7, 8), "Up", "{}", "", Optional.empty(), Optional.empty(), 0),
        downlink);
  }

  private static ConverterConfiguration converter(int version) {
    return new ConverterConfiguration(
        new UUID(9, 10),
        new UUID(-11, 12),
        "Down",
        "{\"encoder\":\"return {};\"}",
        "{}",
        Optional.of("{}"),
        Optional.of("CUSTOM"),
        version);
  }
}
