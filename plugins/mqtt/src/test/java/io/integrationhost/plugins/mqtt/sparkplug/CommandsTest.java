package io.integrationhost.plugins.mqtt.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandsTest {

  private static Birth.Known born(Datatype datatype, Raw.Form form) {
    return new Birth.Known("m", datatype, Optional.of(form));
  }

  private static Datatype guessed(Object value) {
    var known = new Birth.Known("m", Datatype.UNKNOWN, Optional.empty());
    return Commands.write(known, value, 5).datatype();
  }

  private static Raw raw(Datatype datatype, Object value) {
    return Commands.write(born(datatype, Raw.Form.INT), value, 5).raw().orElseThrow();
  }

  @Test
  void asksForABirth() {
    Payload payload = Payload.read(Commands.rebirth(7));
    assertThat(payload.seq()).as("commands have no place").isEmpty();
    assertThat(payload.timestamp()).hasValue(7);
    Metric metric = payload.metrics().get(0);
    assertThat(metric.name()).contains("Node Control/Rebirth");
    assertThat(metric.value()).contains(true);
  }

  @Test
  void writesByTheDatatypeOfTheBirth() {
    assertThat(raw(Datatype.INT_8, -5)).isEqualTo(new Raw(Raw.Form.INT, 0xFFFF_FFFBL));
    assertThat(raw(Datatype.U_INT_8, "255")).isEqualTo(new Raw(Raw.Form.INT, 255L));
    assertThat(raw(Datatype.INT_64, -5)).isEqualTo(new Raw(Raw.Form.LONG, -5L));
    assertThat(raw(Datatype.U_INT_64, new BigInteger("18446744073709551615")))
        .isEqualTo(new Raw(Raw.Form.LONG, -1L));
    assertThat(raw(Datatype.FLOAT, 1.5)).isEqualTo(new Raw(Raw.Form.FLOAT, 1.5f));
    assertThat(raw(Datatype.DOUBLE, 1)).isEqualTo(new Raw(Raw.Form.DOUBLE, 1.0));
    assertThat(raw(Datatype.INT_32, 2.0)).isEqualTo(new Raw(Raw.Form.INT, 2L));
    assertThat(raw(Datatype.BOOLEAN, "true")).isEqualTo(new Raw(Raw.Form.BOOLEAN, true));
    assertThat(raw(Datatype.TEXT, 7)).isEqualTo(new Raw(Raw.Form.STRING, "7"));
    assertThat(raw(Datatype.DATE_TIME, 1_780_272_000_000L).form()).isEqualTo(Raw.Form.LONG);
  }

  @Test
  void writesUInt32AsTheNodeItselfDoes() {
    assertThat(raw(Datatype.U_INT_32, 4294967295L).form()).isEqualTo(Raw.Form.INT);
    Metric wide = Commands.write(born(Datatype.U_INT_32, Raw.Form.LONG), 1, 5);
    assertThat(wide.raw().orElseThrow().form()).isEqualTo(Raw.Form.LONG);
  }

  @Test
  void guessesTheTypeWhereTheBirthSaidNone() {
    assertThat(guessed(3)).isEqualTo(Datatype.INT_64);
    assertThat(guessed(3.5)).isEqualTo(Datatype.DOUBLE);
    assertThat(guessed(true)).isEqualTo(Datatype.BOOLEAN);
    assertThat(guessed("3")).isEqualTo(Datatype.STRING);
  }

  @Test
  void refusesWhatDoesNotFit() {
    for (Object value : new Object[] {128, -129, 1.5, "x", true, "1e999999999", Map.of()}) {
      assertThatThrownBy(() -> raw(Datatype.INT_8, value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("metric 'm' cannot be ")
          .hasMessageEndingWith("it is of type Int8");
    }
    assertThatThrownBy(() -> raw(Datatype.U_INT_32, -1)).isNotNull();
    assertThatThrownBy(() -> raw(Datatype.FLOAT, 1e300)).isNotNull();
    assertThatThrownBy(() -> raw(Datatype.DOUBLE, "1e999")).isNotNull();
    assertThatThrownBy(() -> raw(Datatype.BOOLEAN, 2)).isNotNull();
    assertThatThrownBy(() -> raw(Datatype.DATA_SET, 1)).isNotNull();
    assertThatThrownBy(() -> raw(Datatype.STRING, Map.of())).isNotNull();
  }
}
