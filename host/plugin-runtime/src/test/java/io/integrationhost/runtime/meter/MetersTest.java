package io.integrationhost.runtime.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.plugin.Counter;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MetersTest {

  private final Meters meters = new Meters("transport 't'");

  @Test
  void ignoresNamesAndSeriesBeyondTheirBounds() {
    for (int i = 0; i < Meters.MOST_NAMES; i++) {
      assertThat(meters.counter("name_" + i, "h")).isNotSameAs(Counter.IGNORED);
    }
    assertThat(meters.counter("one_more", "h")).isSameAs(Counter.IGNORED);
    assertThat(meters.counter("name_3", "h")).isSameAs(meters.counter("name_3", "h"));
    Meters others = new Meters("transport 'u'");
    String[] values =
        IntStream.range(0, Meters.MOST_SERIES).mapToObj(i -> "v" + i).toArray(String[]::new);
    assertThat(others.counter("many", "h", "kind", values)).isSameAs(Counter.IGNORED);
    assertThat(others.counter("few", "h", "kind", "a")).isNotSameAs(Counter.IGNORED);
  }

  @Test
  void refusesNamesThatAreMalformedOrTaken() {
    Counter ofName = meters.counter("name", "h");
    ofName.add(-5);
    assertThat(ofName.of("x")).isSameAs(ofName);
    assertThatThrownBy(() -> meters.counter("Name", "h")).hasMessageContaining("malformed");
    assertThatThrownBy(() -> meters.counter("name", "h", "kind", "a"))
        .hasMessageContaining("something else");
    assertThatThrownBy(() -> meters.gauge("name", "h", () -> 1))
        .hasMessageContaining("something else");
    assertThatThrownBy(() -> meters.counter("other", "h", "transport", "a"))
        .hasMessageContaining("'transport'");
    assertThat(meters.counters()).singleElement().matches(each -> each.series().get("") == 0);
  }
}
