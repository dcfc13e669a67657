package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Trials of what does not listen for connections. */
final class TrialOfOthersTest {

  @Test
  void aClientDialsAndAsks() {
    try (Trial trial = Trial.client(new FlawedClient(ClientFlaw.NONE), "{host: plc}")) {
      trial.hears("?\n").say("21.5\n").stored("raw", "number", 21.5).hears("?\n").hearsNothing();
    }
  }

  @Test
  void aClientDialsAgain() {
    try (Trial trial = Trial.client(new FlawedClient(ClientFlaw.NONE), "{host: plc}")) {
      trial.hears("?\n").leaves().isClosed();
      trial.connect().hears("?\n").isOpen();
      assertThat(trial.context().peers()).hasSize(2);
    }
  }

  @Test
  void aClientThatDialsNobodyIsFound() {
    try (Trial trial = Trial.client(new LinePlugin(), "{port: 5000}")) {
      assertThatThrownBy(() -> trial.hears("?\n"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("has dialled nobody");
    }
  }

  @Test
  void datagramsAreAnswered() {
    try (Trial trial = Trial.udp(new EchoPlugin(), "{}")) {
      trial.say("a").hears("OK").stored("raw", "text", "a").hearsNothing();
      trial.connect().say("b").hears("OK").stored("raw", "text", "b");
    }
  }
}
