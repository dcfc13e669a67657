package io.integrationhost.host.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DebugSettingsTest {

  @Test
  void readsWhatThingsBoardSends() {
    assertThat(
            DebugSettings.parse(
                Optional.of(
                    "{\"failuresEnabled\":true,\"allEnabled\":true,\"allEnabledUntil\":1700}")))
        .isEqualTo(new DebugSettings(true, 1700));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "true",
        "{}",
        "{\"failuresEnabled\":null,\"allEnabledUntil\":null}",
        "{\"allEnabled\":true}",
        "{\"failuresEnabled\":false,\"allEnabledUntil\":\"tomorrow\"}"
      })
  void allElseIsOff(String json) {
    assertThat(DebugSettings.parse(Optional.of(json))).isEqualTo(DebugSettings.OFF);
  }

  @Test
  void nothingIsOff() {
    assertThat(DebugSettings.parse(Optional.empty())).isEqualTo(DebugSettings.OFF);
  }

  @Test
  void everythingOnlyUntilThen() {
    DebugSettings all = new DebugSettings(false, 1700);
    assertThat(all.wants(false, 1699)).isTrue();
    assertThat(all.wants(true, 1699)).isTrue();
    assertThat(all.wants(false, 1700)).isFalse();
    assertThat(all.wants(true, 1700)).isFalse();
    assertThat(all.isOn(1700)).isFalse();
  }

  @Test
  void failuresAlone() {
    DebugSettings failures = new DebugSettings(true, 0);
    assertThat(failures.wants(true, 1)).isTrue();
    assertThat(failures.wants(false, 1)).isFalse();
    assertThat(failures.everything(1)).isFalse();
    assertThat(failures.isOn(1)).isTrue();
  }
}
