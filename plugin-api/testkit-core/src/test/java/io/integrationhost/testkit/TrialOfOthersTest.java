package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.plugin.TransportException;
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

  @Test
  void datagramsOfTheKitAreTried() {
    String fix = "$GPRMC,123519,A,4807.038,N,01131.000,E,022.4,084.4,230324,003.1,W*61";
    try (Trial trial = Trial.udp(new NmeaPlugin(), "{port: 5000}")) {
      trial.say(fix).stored("gps-10.0.0.1", "latitude", 48 + 7.038 / 60).hearsNothing();
      trial.downlink("gps-10.0.0.1", "on").hears("on").isOpen();
      trial.connect().say(fix.replace("*61", "*62")).isOpen();
      assertThat(trial.transport().health().detail()).contains("1 bad frames");
      assertThat(trial.context().wire().lines()).hasSize(2);
    }
  }

  @Test
  void aClientOfTheKitIsTried() {
    String slice =
        "{host: plc, port: 502, points: [{device: meter, key: power, unit: 1, address: 1, period: 10"
            + " s}]}";
    try (Trial trial = Trial.client(new ModbusPlugin(), slice)) {
      trial.hearsHex("0001 0000 0006 01 03 0001 0001").sayHex("0001 0000 0005 01 03 02 002A");
      trial.stored("meter", "power", 42L).leaves().isClosed();
      trial.refuses("meter", "power 300", TransportException.Kind.UNAVAILABLE);
      trial.connect().hearsHex("0001 0000 0006 01 03 0001 0001").isOpen();
    }
  }
}
