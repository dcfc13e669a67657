package io.integrationhost.plugins.mqtt.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnreadableTest {

  private final Unreadable unreadable = new Unreadable();

  @Test
  void namesTheFirstTopicsAndCountsTheOthers() {
    assertThat(unreadable.facts()).isEmpty();
    for (int i = 0; i < 100_000; i++) {
      unreadable.add("plant/" + i % 25 + "/\n" + "x".repeat(1000), "no protobuf");
    }
    assertThat(unreadable.facts().values())
        .singleElement()
        .asString()
        .hasSizeLessThan(6000)
        .contains("'plant/19/ xxx")
        .contains("(4000)")
        .doesNotContain("plant/20/")
        .doesNotContain("\n")
        .endsWith("other topics (20000); the last: no protobuf");
  }
}
