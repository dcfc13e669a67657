package io.integrationhost.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartsTest {

  /** The check values of the catalogue: of the text 123456789. */
  @ParameterizedTest
  @CsvSource({
    "ARC, bb3d",
    "MODBUS, 4b37",
    "USB, b4c8",
    "IBM_3740, 29b1",
    "XMODEM, 31c3",
    "GENIBUS, d64e",
    "KERMIT, 2189",
    "X25, 906e",
    "MCRF4XX, 6f91",
    "DNP, ea82",
    "EN_13757, c2b7",
  })
  void knowsTheCrcs(Checksum.Crc16 crc, String check) {
    assertThat(Integer.toHexString(crc.of(Bytes.ascii("123456789")))).isEqualTo(check);
    assertThat(crc.of(Bytes.ascii("x123456789y"), 1, 10)).isEqualTo(Integer.parseInt(check, 16));
  }

  @Test
  void sums() {
    byte[] nmea = Bytes.ascii("$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,*47");
    assertThat(Checksum.xor(nmea, 1, nmea.length - 3)).isEqualTo(0x47);
    byte[] modbusAscii = Bytes.hex("1103006B0003");
    assertThat(Checksum.lrc(modbusAscii, 0, 6)).isEqualTo(0x7E);
    assertThat(Checksum.sum(Bytes.hex("ffff01"), 0, 3)).isEqualTo(511);
    assertThat(Checksum.lrc(new byte[0], 0, 0)).isZero();
  }

  @Test
  void showsBytes() {
    assertThat(Bytes.hex(" 01\n0A ff ")).containsExactly(1, 10, -1);
    assertThat(Bytes.hex(Bytes.utf8("é"))).isEqualTo("c3a9");
    assertThat(Bytes.utf8(Bytes.hex("c3a9"))).isEqualTo("é");
    assertThat(Bytes.ascii(Bytes.ascii("aé"))).isEqualTo("a?");
    assertThat(Bytes.excerpt(Bytes.ascii("a\r'1"))).isEqualTo("610d2731 'a..1'");
    assertThat(Bytes.excerpt(new byte[33])).endsWith("00... '" + ".".repeat(32) + "...'");
    assertThatThrownBy(() -> Bytes.hex("0g")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsValues() {
    assertThat(Values.parse(" 42 ")).isEqualTo(Value.of(42));
    assertThat(Values.parse("-7")).isEqualTo(Value.of(-7));
    assertThat(Values.parse("21.5")).isEqualTo(Value.of(21.5));
    assertThat(Values.parse("0.5")).isEqualTo(Value.of(0.5));
    assertThat(Values.parse("0")).isEqualTo(Value.of(0));
    assertThat(Values.parse("1e3")).isEqualTo(Value.of(1000.0));
    assertThat(Values.parse("true")).isEqualTo(Value.of(true));
    for (String text :
        List.of("NaN", "Infinity", "1e999", "0x10", "1d", "007", "", "+", "a", "1_0")) {
      assertThat(Values.parse(text)).isEqualTo(Value.of(text));
    }
    assertThat(Values.parse("9223372036854775808")).isEqualTo(Value.of(9.223372036854776E18));
    assertThat(Values.number(Double.NaN)).isEmpty();
  }

  @Test
  void refuses() {
    assertThat(Refusal.configuration("a").kind()).isEqualTo(TransportException.Kind.CONFIGURATION);
    assertThat(Refusal.unavailable("a").kind()).isEqualTo(TransportException.Kind.UNAVAILABLE);
    assertThat(Refusal.<Void>reject("no").toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withRootCauseInstanceOf(TransportException.class)
        .withMessageContaining("no");
  }

  @Test
  void waitsLongerEachTime() {
    DoubleSupplier middle = () -> 0.5;
    var backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5), middle);
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      delays.add(backoff.next().toSeconds());
    }
    assertThat(delays).containsExactly(1L, 2L, 4L, 5L, 5L);
    backoff.reset();
    assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(1));
    assertThat(new Backoff(Duration.ofSeconds(4), Duration.ofSeconds(8), () -> 0).next())
        .isEqualTo(Duration.ofSeconds(3));
    Duration random = new Backoff(Duration.ofSeconds(4), Duration.ofSeconds(8)).next();
    assertThat(random).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
  }
}
