package io.integrationhost.plugins.teltonika.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.integrationhost.kit.Checksum.Crc16;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read from every vector, and from every split of it. */
class CodecVectorsTest {

  private static final String LOGIN = "000f333536333037303432343431303133";

  @Test
  void takesEveryVector() {
    assertThat(Vector.all()).hasSize(75);
  }

  @ParameterizedTest
  @MethodSource("io.integrationhost.plugins.teltonika.codec.Vector#ofTcp")
  void readsAStream(Vector vector) {
    check(vector, decode(vector, vector.bytes().length));
  }

  @ParameterizedTest
  @MethodSource("io.integrationhost.plugins.teltonika.codec.Vector#ofTcp")
  void readsAStreamHoweverItIsCut(Vector vector) {
    for (int first = 1; first < vector.bytes().length; first++) {
      check(vector, decode(vector, first));
    }
  }

  @ParameterizedTest
  @MethodSource("io.integrationhost.plugins.teltonika.codec.Vector#ofUdp")
  void readsADatagram(Vector vector) {
    Datagram.Parsed parsed = Datagram.parse(vector.bytes());
    if (parsed instanceof Datagram.Parsed.Bad bad) {
      assertThat(word(bad.error())).isEqualTo(vector.error());
      return;
    }
    Datagram datagram = ((Datagram.Parsed.Good) parsed).datagram();
    JsonObject expect = vector.expect();
    assertThat(datagram.imei().digits()).isEqualTo(expect.get("imei").getAsString());
    assertThat(datagram.packetId()).isEqualTo(expect.get("packetId").getAsInt());
    assertThat(datagram.avlPacketId()).isEqualTo(expect.get("avlPacketId").getAsInt());
    Content content = Content.of(datagram.data());
    if (content instanceof Content.Records records) {
      // Whether a device is known is not the codec's concern; then the file lists no records.
      if (vector.isKnown()) {
        check(vector.list("records"), records.records());
        assertThat(vector.error()).isEmpty();
        assertThat(hex(Answers.datagram(datagram, records.records().size())))
            .isEqualTo(vector.answer());
      }
    } else {
      assertThat(word(((Content.Broken) content).error())).isEqualTo(vector.error());
    }
  }

  @Test
  void writesRequestsAsTheVectorsDo() {
    List<Vector> requests = Vector.ofTcp().filter(Vector::isRequest).toList();
    assertThat(requests).hasSize(2);
    for (Vector request : requests) {
      String payload = request.list("messages").get(0).get("payloadHex").getAsString();
      assertThat(Answers.command(HexFormat.of().parseHex(payload))).isEqualTo(request.bytes());
    }
  }

  private static List<Inbound> decode(Vector vector, int firstPiece) {
    var channel = new EmbeddedChannel(new StreamDecoder(4096));
    if (vector.isLoggedIn()) {
      channel.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(LOGIN)));
      assertThat(channel.<Inbound>readInbound()).isInstanceOf(Inbound.Login.class);
    }
    byte[] bytes = vector.bytes();
    channel.writeInbound(Unpooled.copiedBuffer(bytes, 0, firstPiece));
    channel.writeInbound(Unpooled.copiedBuffer(bytes, firstPiece, bytes.length - firstPiece));
    List<Inbound> inbounds = new ArrayList<>();
    for (Inbound each = channel.readInbound(); each != null; each = channel.readInbound()) {
      inbounds.add(each);
    }
    channel.checkException();
    channel.finishAndReleaseAll();
    return inbounds;
  }

  private static void check(Vector vector, List<Inbound> inbounds) {
    List<AvlRecord> records = new ArrayList<>();
    List<DeviceMessage> messages = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (Inbound inbound : inbounds) {
      if (inbound instanceof Inbound.Login login) {
        assertThat(login.imei().digits()).isEqualTo(vector.expect().get("imei").getAsString());
      } else if (inbound instanceof Inbound.BadLogin) {
        errors.add("login");
      } else if (inbound instanceof Inbound.Lost lost) {
        errors.add(word(lost.error()));
      } else {
        Content content = ((Inbound.Whole) inbound).frame().content();
        if (content instanceof Content.Records good) {
          records.addAll(good.records());
        } else if (content instanceof Content.Messages good) {
          messages.addAll(good.messages());
        } else if (content instanceof Content.Broken broken) {
          errors.add(word(broken.error()));
        } else {
          errors.add("codec");
        }
      }
    }
    check(vector.list("records"), records);
    checkMessages(vector.list("messages"), messages);
    String expected = vector.error().equals("incomplete") ? "" : vector.error();
    assertThat(errors.stream().findFirst().orElse("")).isEqualTo(expected);
  }

  private static void check(List<JsonObject> expected, List<AvlRecord> records) {
    assertThat(records).hasSameSizeAs(expected);
    for (int i = 0; i < records.size(); i++) {
      JsonObject json = expected.get(i);
      AvlRecord record = records.get(i);
      assertThat(Instant.ofEpochMilli(record.timestamp()))
          .isEqualTo(Instant.parse(json.get("timestamp").getAsString()));
      assertThat(record.latitudeDegrees()).isCloseTo(json.get("lat").getAsDouble(), within(1e-9));
      assertThat(record.longitudeDegrees()).isCloseTo(json.get("lon").getAsDouble(), within(1e-9));
      assertThat(
              Map.of(
                  "priority", record.priority(),
                  "altitude", record.altitude(),
                  "angle", record.angle(),
                  "satellites", record.satellites(),
                  "speed", record.speed(),
                  "eventId", record.event()))
          .allSatisfy((key, value) -> assertThat(value).isEqualTo(json.get(key).getAsInt()));
      assertThat(text(record.io())).isEqualTo(text(json.getAsJsonObject("io")));
    }
  }

  private static void checkMessages(List<JsonObject> expected, List<DeviceMessage> messages) {
    assertThat(messages).hasSameSizeAs(expected);
    for (int i = 0; i < messages.size(); i++) {
      JsonObject json = expected.get(i);
      assertThat(messages.get(i).type()).isEqualTo(json.get("type").getAsInt());
      assertThat(hex(messages.get(i).payload())).isEqualTo(json.get("payloadHex").getAsString());
      assertThat(messages.get(i).text())
          .isEqualTo(Optional.ofNullable(json.get("text")).map(JsonElement::getAsString));
    }
  }

  private static Map<String, String> text(Map<Integer, IoValue> io) {
    return io.entrySet().stream()
        .collect(Collectors.toMap(each -> each.getKey().toString(), each -> text(each.getValue())));
  }

  private static Map<String, String> text(JsonObject io) {
    return io.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> text(each.getValue())));
  }

  private static String text(IoValue value) {
    return value instanceof IoValue.Whole whole
        ? Long.toUnsignedString(whole.bits())
        : hex(((IoValue.Raw) value).bytes());
  }

  private static String text(JsonElement value) {
    return value.getAsJsonPrimitive().isNumber()
        ? new BigInteger(value.getAsString()).toString()
        : value.getAsString();
  }

  private static String word(FrameError error) {
    return error.name().toLowerCase(Locale.ROOT);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void knowsTheCheckValueOfItsChecksum() {
    assertThat(Crc16.ARC.of("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xBB3D);
  }

  @Test
  void refusesATimestampAboveTheGreatestLong() {
    byte[] data = new byte[27];
    data[0] = 0x08;
    data[1] = 1;
    Arrays.fill(data, 2, 10, (byte) 0xFF);
    assertThat(Content.of(data)).isEqualTo(new Content.Broken(FrameError.MALFORMED, 0x08));
  }
}
