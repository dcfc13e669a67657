package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Wire;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TrialTest {

  private final Trial trial = Trial.of(new LinePlugin(), "{idleTimeoutSeconds: 300}");

  @AfterEach
  void stop() {
    trial.close();
  }

  @Test
  void stores() {
    trial.say("boiler temperature 21.5\n").hears("OK\n").stored("boiler", "temperature", 21.5);
  }

  @Test
  void tellsWhatIsWrong() {
    trial.say("boiler\n").hears("ERROR expected: device key value\n").publishedNothing().isOpen();
  }

  @Test
  void answersInOrderWhenTheHostIsSlow() {
    trial.context().uplinks().hold();
    trial.say("a t 1\nb t 2\n").hearsNothing();
    trial.context().uplinks().release(1);
    trial.hears("OK\n").hearsNothing();
    trial.hostRefuses(Receipt.Reason.DISABLED, "disabled");
    trial.context().uplinks().release();
    trial.hears("ERROR disabled\n").stored("b", "t", 2);
  }

  @Test
  void fiveSilentMinutesTakeNoTime() {
    trial.say("a t 1\n").hears("OK\n").passes(Duration.ofSeconds(298)).isOpen();
    trial.passes(Duration.ofSeconds(4)).isClosed();
    assertThat(trial.context().wire().line(0).end()).contains(Wire.End.IDLE);
  }

  @Test
  void reachesTheDeviceThatSaidItsName() {
    trial.refuses("boiler", "on", TransportException.Kind.UNAVAILABLE);
    trial.say("boiler t 1\n").hears("OK\n").downlink("boiler", "on\n").hears("on\n");
    trial.leaves().refuses("boiler", "on", TransportException.Kind.UNAVAILABLE);
  }

  @Test
  void comesAgain() {
    trial.say("a t 1\n").leaves().connect().say("a t 2\n").hears("OK\n").stored("a", "t", 2);
    assertThat(trial.context().wire().lines()).hasSize(2);
    assertThat(trial.context().wire().line(0).remoteAddress()).startsWith("10.0.0.1:");
  }

  @Test
  void takesBytesAsDigits() {
    trial.sayHex("61 2074 2031 0a").hearsHex("4f4b 0a").stored("a", "t", 1L);
  }

  @Test
  void failsWhenSomethingElseIsHeardOrStored() {
    trial.say("a t 1\n");
    assertThatThrownBy(() -> trial.stored("a", "t", 2))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a t=1 (Long)");
    assertThatThrownBy(() -> trial.hears("NO\n")).isInstanceOf(AssertionError.class);
    assertThatThrownBy(trial::isClosed).isInstanceOf(AssertionError.class);
    assertThatThrownBy(trial::publishedNothing).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> trial.published("a")).isInstanceOf(AssertionError.class);
  }

  @Test
  void startsNoThread() {
    Leftovers before = Leftovers.now();
    Trial other = Trial.of(new LinePlugin(), "{port: 0}");
    other.say("a t 1\n").hears("OK\n");
    assertThat(before.newThreads()).isEmpty();
    assertThat(other.context().ports()).doesNotContain(0);
    other.close();
  }
}
