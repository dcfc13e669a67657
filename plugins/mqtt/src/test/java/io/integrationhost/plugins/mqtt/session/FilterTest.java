package io.integrationhost.plugins.mqtt.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {

  /** The examples of the specification, and some more. */
  @ParameterizedTest
  @CsvSource({
    "sport/tennis/player1/#, sport/tennis/player1, true",
    "sport/tennis/player1/#, sport/tennis/player1/score/wimbledon, true",
    "sport/tennis/player1/#, sport/tennis/player2, false",
    "sport/#, sport, true",
    "#, sport/tennis, true",
    "sport/tennis/+, sport/tennis/player1, true",
    "sport/tennis/+, sport/tennis/player1/ranking, false",
    "sport/+, sport, false",
    "sport/+, sport/, true",
    "+/+, /finance, true",
    "/+, /finance, true",
    "+, /finance, false",
    "#, $SYS/load, false",
    "+/load, $SYS/load, false",
    "$SYS/#, $SYS/load, true",
    "$share/group/plant/+, plant/7, true",
    "$share/group/plant/+, group/plant/7, false",
    "plant/7, plant/7, true",
    "plant/7, plant/70, false",
    "plant/7/up, plant/7, false",
  })
  void matchesAsTheProtocolSays(String filter, String topic, boolean isMatch) {
    assertThat(new Filter(filter, 0).matches(topic)).isEqualTo(isMatch);
  }
}
