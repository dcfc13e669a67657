package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.AnswerPolicy;
import io.integrationhost.emulator.RateLimit;
import io.integrationhost.emulator.ReceivedItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** One host in traffic, and a ThingsBoard that fails in every way, in any order. */
@TestInstance(Lifecycle.PER_CLASS)
final class ServerFaultTest {

  private Path directory;
  private FaultRig rig;
  private long toleratedDisorder;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    directory = temporary;
    rig = FaultRig.inside(temporary, new Random());
    rig.configure(rig.emulator().port(), "");
    rig.start();
    rig.awaitDelivered();
  }

  @AfterEach
  void everythingFlowsAgain() {
    rig.integration().answers(AnswerPolicy.standard());
    rig.awaitDelivered();
  }

  @AfterAll
  void everythingHasArrived() throws InterruptedException {
    try {
      rig.finish(
          "faults of ThingsBoard (arrived again is what was unanswered or refused in part)",
          toleratedDisorder);
    } finally {
      rig.close();
    }
  }

  @Test
  void connectionsBreak() {
    breaks(() -> rig.emulator().cut());
  }

  @Test
  void streamsFailWithoutAnswers() {
    breaks(() -> rig.integration().cut());
  }

  @Test
  void streamsFailAfterTheAnswers() {
    breaks(() -> rig.integration().answerThenCut());
  }

  @Test
  void streamsAreCompleted() {
    breaks(() -> rig.integration().complete());
  }

  @Test
  void itIsRestarted() {
    breaks(
        () -> {
          rig.emulator().stopListening();
          rig.awaitAcknowledged(100);
          rig.emulator().startListening();
        });
  }

  @Test
  void answersAreSlow() {
    rig.integration().answers(AnswerPolicy.standard().delayed(Duration.ofMillis(400)));
    rig.awaitDelivered();
    rig.awaitDelivered();
  }

  @Test
  void answersStopComing() {
    rig.integration().holdAnswers();
    breaks(() -> rig.awaitAcknowledged(100));
    rig.integration().releaseAnswers();
  }

  @Test
  void ratesAreLimited() {
    long disorder = rig.ledger().disorder();
    rig.integration()
        .answers(
            AnswerPolicy.standard().limited(RateLimit.Scope.TENANT, 50, Duration.ofSeconds(1)));
    long before = linesWith("rate limits reached");
    await()
        .atMost(HostProcess.PATIENCE)
        .until(() -> linesWith("rate limits reached") >= before + 2);
    tolerateDisorderSince(disorder);
  }

  @Test
  void oneReadingIsRefused() {
    long disorder = rig.ledger().disorder();
    String device = Traffic.name(0);
    int marked = rig.ledger().sent(device) + 50;
    long before = linesWith("refuses a reading alone");
    rig.integration()
        .answers(
            AnswerPolicy.standard()
                .failWhere(item -> isReading(item, device, marked), "cannot take this one"));
    await()
        .atMost(HostProcess.PATIENCE)
        .until(
            () ->
                linesWith("refuses a reading alone") > before
                    && rig.ledger().sent(device) > marked + 50);
    assertThat(linesWith("refuses a reading alone")).isEqualTo(before + 1);
    // It passes by itself as soon as it may.
    tolerateDisorderSince(disorder);
  }

  @Test
  void anotherHostConnectsWithTheSameKey() throws IOException, InterruptedException {
    Path other = Files.createDirectories(directory.resolve("other"));
    Path settings = Settings.of(other, rig.emulator().port(), FaultRig.KEY);
    try (HostProcess second = HostProcess.start("run", "--conf", settings.toString())) {
      second.awaitLineWith("is RUNNING");
      rig.awaitDelivered();
      second.kill();
    }
  }

  /** Messages that are in flight behind a refused one cannot be called back: they arrive before. */
  private void tolerateDisorderSince(long before) {
    rig.integration().answers(AnswerPolicy.standard());
    rig.awaitDelivered();
    toleratedDisorder += rig.ledger().disorder() - before;
  }

  private void breaks(Runnable fault) {
    long connects = rig.integration().sessions().connects();
    fault.run();
    await()
        .atMost(HostProcess.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(rig.integration().sessions().connects())
                    .as("reconnects")
                    .isGreaterThan(connects));
  }

  private long linesWith(String part) {
    List<String> lines = rig.host().lines();
    return lines.stream().filter(line -> line.contains(part)).count();
  }

  private static boolean isReading(ReceivedItem item, String device, int number) {
    return item.name().equals(device)
        && item.telemetry().stream()
            .anyMatch(reading -> reading.values().get("temperature").equals((long) number));
  }
}
