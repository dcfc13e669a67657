package io.integrationhost.host.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.host.settings.IntegrationSettings;
import io.integrationhost.remote.Credentials;
import io.integrationhost.remote.ServerAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class IntegrationSetTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<String> events = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> broken = new HashSet<>();
  private CompletableFuture<Long> stopped = CompletableFuture.completedFuture(0L);
  private final IntegrationSet<Recorded> set =
      new IntegrationSet<>(this::make, Duration.ofSeconds(30));

  @Test
  void touchesOnlyWhatDiffers() {
    set.start(List.of(integration("a", "k1"), integration("b", "k2"), integration("c", "k3")));
    events.clear();
    assertThat(
            set.change(
                List.of(integration("a", "k1"), integration("b", "k9"), integration("d", "k4"))))
        .isTrue();
    assertThat(events).containsExactly("stop c", "stop b", "start b k9", "start d k4");
    assertThat(set.running()).extracting(each -> each.name).containsExactly("a", "b", "d");
  }

  @Test
  void twoThatSwapTheirKeysStopBeforeTheyStart() {
    set.start(List.of(integration("a", "k1"), integration("b", "k2")));
    events.clear();
    set.change(List.of(integration("a", "k2"), integration("b", "k1")));
    assertThat(events).containsExactly("stop a", "stop b", "start a k2", "start b k1");
  }

  @Test
  void aNewNameForAKeyWaitsForTheFormerOne() throws InterruptedException {
    set.start(List.of(integration("a", "k1")));
    stopped = new CompletableFuture<>();
    Thread change = new Thread(() -> set.change(List.of(integration("b", "k1"))), "change");
    change.start();
    await().atMost(PATIENCE).until(() -> events.contains("stop a"));
    assertThat(events).doesNotContain("start b k1");
    stopped.complete(3L);
    change.join(PATIENCE.toMillis());
    assertThat(events).endsWith("start b k1");
  }

  @Test
  void recognisesARename() {
    IntegrationSettings before = integration("a", "k1");
    IntegrationChanges changes =
        IntegrationChanges.between(
            List.of(before), List.of(integration("b", "k1"), integration("c", "k2")));
    assertThat(changes.renamed(before)).contains("b");
  }

  @Test
  void namesWhatDiffersWithoutValues() {
    IntegrationSettings before = integration("a", "k1");
    IntegrationSettings now =
        new IntegrationSettings(
            "a",
            new ServerAddress("other", 9090, Optional.empty()),
            new Credentials("k1", "new secret"),
            Optional.of("tcp"));
    assertThat(IntegrationChanges.differences(before, now))
        .isEqualTo("secret, thingsboard, plugin");
    assertThat(IntegrationChanges.differences(before, integration("a", "k2")))
        .isEqualTo("routing-key");
  }

  @Test
  void oneThatCannotBeMadeStopsNoOtherAndIsTriedAgain() {
    set.start(List.of(integration("a", "k1")));
    broken.add("b");
    List<IntegrationSettings> wanted =
        List.of(integration("a", "k1"), integration("b", "k2"), integration("c", "k3"));
    assertThat(set.change(wanted)).isFalse();
    assertThat(set.running()).extracting(each -> each.name).containsExactly("a", "c");
    broken.clear();
    events.clear();
    assertThat(set.change(wanted)).isTrue();
    assertThat(events).containsExactly("start b k2");
  }

  @Test
  void aStopOfTheHostInTheMiddleOfAChangeStartsNothingMore() throws InterruptedException {
    set.start(List.of(integration("a", "k1"), integration("b", "k2")));
    stopped = new CompletableFuture<>();
    Thread change =
        new Thread(
            () -> set.change(List.of(integration("a", "k9"), integration("b", "k2"))), "change");
    change.start();
    await().atMost(PATIENCE).until(() -> events.contains("stop a"));
    Thread close = new Thread(set::close, "close");
    close.start();
    await().atMost(PATIENCE).until(() -> events.contains("stop b"));
    assertThat(close.isAlive()).as("waits for the one that the change stops").isTrue();
    stopped.complete(0L);
    change.join(PATIENCE.toMillis());
    close.join(PATIENCE.toMillis());
    assertThat(close.isAlive() || change.isAlive()).isFalse();
    assertThat(events).endsWith("stop a", "stop b");
    assertThat(set.running()).isEmpty();
  }

  private Recorded make(IntegrationSettings settings) {
    if (broken.contains(settings.name())) {
      throw new IllegalStateException("broken on purpose");
    }
    return new Recorded(settings.name(), settings.credentials().routingKey());
  }

  private static IntegrationSettings integration(String name, String key) {
    return new IntegrationSettings(
        name,
        new ServerAddress("tb.example.org", 9090, Optional.empty()),
        new Credentials(key, "secret"),
        Optional.empty());
  }

  private final class Recorded implements LiveIntegration {
    private final String name;
    private final String key;

    Recorded(String name, String key) {
      this.name = name;
      this.key = key;
    }

    @Override
    public void start() {
      events.add("start " + name + " " + key);
    }

    @Override
    public CompletionStage<Long> stop(Duration deadline) {
      events.add("stop " + name);
      return stopped;
    }
  }
}
