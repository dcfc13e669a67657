package io.integrationhost.plugins.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Fault;
import io.integrationhost.plugins.modbus.frame.Frame;
import io.integrationhost.plugins.modbus.frame.Mode;
import io.integrationhost.plugins.modbus.frame.Reply;
import io.integrationhost.plugins.modbus.frame.Request;
import io.integrationhost.plugins.modbus.frame.Table;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Frames and streams of the vectors, and what hostile bytes come to. */
class FramesTest {

  private static Mode mode(Config one) {
    return Mode.valueOf(one.getString("framing").toUpperCase(Locale.ROOT));
  }

  private static List<Object> decode(Mode mode, boolean isRequest, List<byte[]> chunks) {
    var channel = new EmbeddedChannel(mode.framing(isRequest, Duration.ofSeconds(1)).decoder());
    List<Object> found = new ArrayList<>();
    for (byte[] chunk : chunks) {
      channel.writeInbound(Unpooled.wrappedBuffer(chunk));
      for (Object each = channel.readInbound(); each != null; each = channel.readInbound()) {
        found.add(each);
      }
    }
    var unused = channel.finishAndReleaseAll();
    return found;
  }

  @TestFactory
  Stream<DynamicTest> framesOfTheVectors() {
    return Vectors.of("frames.json").stream()
        .map(one -> DynamicTest.dynamicTest(one.getString("name"), () -> frame(one)));
  }

  private static void frame(Config one) {
    byte[] bytes = Bytes.hex(one.getString("hex"));
    byte[] pdu = Bytes.hex(one.getString("pdu"));
    int transaction = one.hasPath("transaction") ? one.getInt("transaction") : 0;
    var frame = new Frame(transaction, one.getInt("unit"), pdu);
    assertThat(mode(one).write(frame)).isEqualTo(bytes);
    boolean isRequest = one.getString("kind").equals("request");
    List<byte[]> singly = new ArrayList<>();
    for (byte each : bytes) {
      singly.add(new byte[] {each});
    }
    for (List<byte[]> chunks : List.of(List.of(bytes), singly)) {
      assertThat(decode(mode(one), isRequest, chunks))
          .singleElement()
          .satisfies(
              found -> {
                Frame read = (Frame) found;
                assertThat(read.transaction()).isEqualTo(transaction);
                assertThat(read.unit()).isEqualTo(frame.unit());
                assertThat(read.pdu()).isEqualTo(pdu);
              });
    }
    if (isRequest) {
      request(one.getConfig("meaning")).ifPresent(own -> assertThat(own.pdu()).isEqualTo(pdu));
    }
  }

  private static Optional<Request> request(Config meaning) {
    int function = meaning.getInt("functionCode");
    int address = meaning.hasPath("address") ? meaning.getInt("address") : 0;
    return switch (function) {
      case 1, 2, 3, 4 ->
          Table.of(function).map(table -> Request.read(table, address, meaning.getInt("count")));
      case 5 -> Optional.of(Request.writeCoil(address, meaning.getBoolean("value")));
      case 15 -> Optional.of(Request.writeCoils(address, bits(meaning.getString("bits"))));
      case 16 ->
          Optional.of(Request.writeRegisters(address, Bytes.hex(meaning.getString("registers"))));
      default -> Optional.empty();
    };
  }

  private static boolean[] bits(String text) {
    boolean[] bits = new boolean[text.length()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = text.charAt(i) == '1';
    }
    return bits;
  }

  @TestFactory
  Stream<DynamicTest> streamsOfTheVectors() {
    return Vectors.of("streams.json").stream()
        .map(one -> DynamicTest.dynamicTest(one.getString("name"), () -> stream(one)));
  }

  private static void stream(Config one) {
    Config asked = one.getConfig("request");
    int function = asked.getInt("functionCode");
    Request request =
        function == 6
            ? Request.writeRegister(
                asked.getInt("address"), Bytes.hex(asked.getString("registers")))
            : Request.read(
                Table.of(function).orElseThrow(), asked.getInt("address"), asked.getInt("count"));
    Optional<Reply> reply =
        decode(mode(one), false, one.getStringList("chunks").stream().map(Bytes::hex).toList())
            .stream()
            .filter(Frame.class::isInstance)
            .map(Frame.class::cast)
            .filter(frame -> frame.unit() == asked.getInt("unit"))
            .filter(
                frame ->
                    !asked.hasPath("transaction")
                        || frame.transaction() == asked.getInt("transaction"))
            .flatMap(frame -> request.reply(frame.pdu()).stream())
            .findFirst();
    Config expect = one.getConfig("expect");
    if (expect.hasPath("registers")) {
      assertThat(reply.orElseThrow().data()).isEqualTo(Bytes.hex(expect.getString("registers")));
    } else if (expect.hasPath("exception")) {
      assertThat(reply.orElseThrow().exception()).isEqualTo(expect.getInt("exception"));
    } else {
      assertThat(reply).isEmpty();
    }
  }

  @Test
  void headsThatAreNoneEndTheConnection() {
    for (String hex : List.of("00070001000701", "000700000000", "00070000FFFF01")) {
      assertThat(decode(Mode.MBAP, false, List.of(Bytes.hex(hex))))
          .singleElement()
          .satisfies(found -> assertThat(((Fault) found).canGoOn()).isFalse());
    }
  }

  @Test
  void aBeginningWithoutAnEndDoesNotSpoilTheNextFrame() throws InterruptedException {
    byte[] whole = Bytes.hex("01030442F6E979800B");
    var channel = new EmbeddedChannel(Mode.RTU.framing(false, Duration.ofMillis(1)).decoder());
    channel.writeInbound(Unpooled.wrappedBuffer(whole, 0, 5));
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < Duration.ofMillis(3).toNanos()) {
      Thread.onSpinWait();
    }
    channel.writeInbound(Unpooled.wrappedBuffer(whole));
    assertThat(channel.<Object>readInbound()).isInstanceOf(Frame.class);
    var unused = channel.finishAndReleaseAll();
  }

  @Test
  void anyBytesMakeFramesOrFaultsAndKeepLittle() {
    Random random = new Random(18);
    for (Mode mode : Mode.values()) {
      for (int round = 0; round < 300; round++) {
        var channel =
            new EmbeddedChannel(mode.framing(round % 2 == 0, Duration.ofSeconds(1)).decoder());
        for (int i = 0; i < 20; i++) {
          byte[] bytes = new byte[1 + random.nextInt(300)];
          random.nextBytes(bytes);
          channel.writeInbound(Unpooled.wrappedBuffer(bytes));
          for (Object each = channel.readInbound(); each != null; each = channel.readInbound()) {
            assertThat(each).isInstanceOfAny(Frame.class, Fault.class);
          }
        }
        var unused = channel.finishAndReleaseAll();
      }
    }
  }
}
