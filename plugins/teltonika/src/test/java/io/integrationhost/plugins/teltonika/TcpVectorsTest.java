package io.integrationhost.plugins.teltonika;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugins.teltonika.codec.Vector;
import io.integrationhost.testkit.SocketDevice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a device sees on its socket, and what the host gets, for every vector. */
class TcpVectorsTest {

  private static final String VECTORS = "io.integrationhost.plugins.teltonika.codec.Vector#ofTcp";

  @ParameterizedTest
  @MethodSource(VECTORS)
  void isAnsweredAsItShould(Vector vector) throws IOException {
    converse(vector, vector.bytes().length);
  }

  @ParameterizedTest
  @MethodSource(VECTORS)
  void isAnsweredAsItShouldInSmallPieces(Vector vector) throws IOException {
    converse(vector, 7);
  }

  private static void converse(Vector vector, int piece) throws IOException {
    String allowed = vector.isKnown() ? "" : "allowedImeis: [\"000000000000000\"]";
    try (var tracking = new Tracking(allowed);
        SocketDevice device = vector.isLoggedIn() ? tracking.login() : tracking.connect()) {
      byte[] bytes = vector.bytes();
      try {
        for (int at = 0; at < bytes.length; at += piece) {
          device.say(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
        }
      } catch (SocketException e) {
        // It was closed before the last piece, as it may be for what is wrong before the end.
        assertThat(vector.isClosing()).as(e.toString()).isTrue();
      }
      if (vector.isClosing()) {
        assertThat(untilClosed(device)).isEqualTo(vector.answer());
      } else if (vector.error().equals("incomplete")) {
        device.endOutput();
        assertThat(rest(device)).isEqualTo(vector.answer());
      } else {
        // The answer to a repeated login stands behind all others and shows an open connection.
        device.say(Tracking.loginOf(imei(vector)));
        device.endOutput();
        assertThat(rest(device)).isEqualTo(vector.answer() + "01");
      }
      checkUplinks(vector, tracking.telemetry());
    }
  }

  private static String imei(Vector vector) {
    return vector.isLoggedIn() ? Tracking.IMEI : vector.expect().get("imei").getAsString();
  }

  private static String rest(SocketDevice device) throws IOException {
    return HexFormat.of().formatHex(device.socket().getInputStream().readAllBytes());
  }

  /** Also when the close met pieces that were still under way, which resets the connection. */
  private static String untilClosed(SocketDevice device) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      InputStream in = device.socket().getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        all.write(next);
      }
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
    return HexFormat.of().formatHex(all.toByteArray());
  }

  private static void checkUplinks(Vector vector, List<Uplink.Telemetry> telemetry) {
    assertThat(telemetry).allMatch(each -> each.device().name().equals(imei(vector)));
    List<TimedValues> values = telemetry.stream().flatMap(each -> each.values().stream()).toList();
    assertThat(values.stream().filter(TcpVectorsTest::isRecord).map(TimedValues::ts))
        .containsExactlyElementsOf(
            vector.list("records").stream().map(TcpVectorsTest::timestamp).toList());
    assertThat(values.stream().filter(each -> !isRecord(each)))
        .hasSameSizeAs(vector.list("messages"));
  }

  private static boolean isRecord(TimedValues values) {
    return values.values().containsKey("satellites");
  }

  private static long timestamp(JsonObject record) {
    return Instant.parse(record.get("timestamp").getAsString()).toEpochMilli();
  }
}
