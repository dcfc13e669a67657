package io.integrationhost.plugins.mqtt.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void findsATopicThatAFilterLetsThrough() {
    assertThat(Options.topic("$share/g/plant/#")).isEqualTo("plant/{device}");
    assertThat(Options.topic("v3/+/devices/+/up")).isEqualTo("v3/{device}/devices/x/up");
    assertThat(Options.topic("a/b")).isEqualTo("a/b");
  }
}
