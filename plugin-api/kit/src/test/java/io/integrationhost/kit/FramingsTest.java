package io.integrationhost.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.FixedLengthFrameDecoder;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames do not depend on where the bytes are torn. */
class FramingsTest {

  /** Bytes and what must be found: hex of frames, kinds of faults. */
  record Example(String name, Framing<byte[]> framing, byte[] sent, List<String> found) {
    static Example of(String name, Framing<byte[]> framing, String sent, String... found) {
      byte[] bytes = Bytes.utf8(sent.translateEscapes());
      List<String> wanted =
          Arrays.stream(found)
              .map(f -> f.startsWith("!") ? f : Bytes.hex(Bytes.utf8(f.translateEscapes())))
              .toList();
      return new Example(name, framing, bytes, wanted);
    }

    static Example hex(String name, Framing<byte[]> framing, String sent, String... found) {
      return new Example(name, framing, Bytes.hex(sent), List.of(found));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Example> examples() {
    byte slip = (byte) 0xDB;
    Map<Byte, Byte> codes = Map.of((byte) 0xDC, (byte) 0xC0, (byte) 0xDD, slip);
    var hdlc = Framing.Escape.xor((byte) 0x7D, 0x20);
    return Stream.of(
        Example.of("lines", Framing.lines(4), "ab\r\n\ncd\n1234\r\n", "ab", "cd", "1234"),
        Example.of(
            "lines too long",
            Framing.lines(4),
            "12345\n123456\r\n1\n",
            "!TOO_LONG",
            "!TOO_LONG",
            "1"),
        Example.of(
            "separators", separator(9, true, "\r\n", "\n", "#"), "a\r\nb\nc#\r\n", "a", "b", "c"),
        Example.of(
            "kept separators",
            separator(9, false, "<end>"),
            "a<e<end>b<end>",
            "a<e<end>",
            "b<end>"),
        Example.of(
            "nearly separators",
            separator(4, true, "<end>"),
            "12345678<end<end>5<end>",
            "!TOO_LONG",
            "5"),
        Example.of("zero", separator(4, true, "\0"), "a\0b\0", "a", "b"),
        Example.hex(
            "length",
            Framing.lengthField(9, 0, 2, 0),
            "0003010203 0000 000107",
            "0003010203",
            "0000",
            "000107"),
        Example.hex(
            "length includes head",
            field(ByteOrder.BIG_ENDIAN, 9, 1, 4, -5, 5, true),
            "ff000000070102ff0000000607",
            "0102",
            "07"),
        Example.hex(
            "little endian",
            field(ByteOrder.LITTLE_ENDIAN, 9, 0, 3, 0, 0, true),
            "01000009 01000008",
            "01000009",
            "01000008"),
        Example.hex(
            "eight bytes",
            field(ByteOrder.BIG_ENDIAN, 9, 0, 8, 0, 8, true),
            "0000000000000001 09",
            "09"),
        Example.hex(
            "length too long, early",
            field(ByteOrder.BIG_ENDIAN, 4, 0, 2, 0, 0, true),
            "0003010203 00020102",
            "!TOO_LONG",
            "00020102"),
        Example.hex(
            "length too long, late",
            field(ByteOrder.BIG_ENDIAN, 4, 0, 2, 0, 0, false),
            "0003010203 00020102",
            "!TOO_LONG",
            "00020102"),
        Example.hex(
            "senseless length",
            field(ByteOrder.BIG_ENDIAN, 4, 0, 4, -5, 0, true),
            "00000000 00020102",
            "!MALFORMED"),
        Example.hex(
            "negative length",
            field(ByteOrder.BIG_ENDIAN, 99, 0, 8, 0, 0, true),
            "ff00000000000000 01",
            "!MALFORMED"),
        Example.hex("fixed", Framing.fixed(3), "010203040506", "010203", "040506"),
        Example.of("marks", marks("<", ">", 3, true, null), "<a>\r\n<><bcd>", "a", "bcd"),
        Example.of(
            "kept marks",
            marks("$$", "*\r", 3, false, null),
            "$$a$*\r$$*b*\r",
            "$$a$*\r",
            "$$*b*\r"),
        Example.of(
            "noise",
            marks("<", ">", 3, true, null),
            "xx<a>y\n<b>",
            "!MALFORMED",
            "a",
            "!MALFORMED",
            "b"),
        Example.of(
            "marks too long",
            marks("<", ">", 3, true, null),
            "<abcd><abcde><a>",
            "!TOO_LONG",
            "!TOO_LONG",
            "a"),
        Example.of(
            "backslash",
            marks("<", ">", 5, true, Framing.Escape.literal((byte) '\\')),
            "<a\\\\>><\\\\\\\\><1\\\\>345><x>",
            "a>",
            "\\\\",
            "!TOO_LONG",
            "x"),
        Example.hex(
            "one mark",
            marks("~", "~", 4, true, hdlc),
            "7e 7e 01 7e 7e 7d5e02 7e 037d5d 7e",
            "01",
            "7e02",
            "037d"),
        Example.hex(
            "one mark too long",
            marks("~", "~", 2, true, null),
            "7e 010203 7e 01 7e",
            "!TOO_LONG",
            "01"),
        Example.hex(
            "slip",
            Framing.marks(
                new Framing.Marks(
                    Bytes.hex("c0"),
                    Bytes.hex("c0"),
                    6,
                    true,
                    Optional.of(Framing.Escape.codes(slip, codes)))),
            "c0 01dbdc02 c0 dbdd c0 db01 c0 db c0 05 c0",
            "01c002",
            "db",
            "!MALFORMED",
            "!MALFORMED",
            "05"),
        Example.of(
            "json",
            Framing.json(20),
            "{\"a\": \"}\"} [{\"b\\\\\"\": 1}]\n{}",
            "{\"a\": \"}\"}",
            "[{\"b\\\\\"\": 1}]",
            "{}"),
        Example.of("no json", Framing.json(20), "{} 25,40 {}", "{}", "!MALFORMED"),
        Example.of("json too long", Framing.json(8), "{} {\"a\":\"12\"} {}", "{}", "!TOO_LONG"));
  }

  private static Framing<byte[]> separator(int max, boolean strip, String... separators) {
    return Framing.separator(
        max, strip, Arrays.stream(separators).map(Bytes::utf8).toArray(byte[][]::new));
  }

  private static Framing<byte[]> field(
      ByteOrder order, int max, int offset, int length, int adjustment, int strip, boolean early) {
    return Framing.lengthField(
        new Framing.LengthField(order, max, offset, length, adjustment, strip, early));
  }

  private static Framing<byte[]> marks(
      String start, String end, int max, boolean strip, Framing.Escape escape) {
    return Framing.marks(
        new Framing.Marks(
            Bytes.utf8(start), Bytes.utf8(end), max, strip, Optional.ofNullable(escape)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void areTheSameHoweverTheyCome(Example example) {
    byte[] sent = example.sent();
    assertThat(found(example.framing(), sent)).isEqualTo(example.found());
    byte[][] bytes = new byte[sent.length][];
    for (int cut = 0; cut < sent.length; cut++) {
      bytes[cut] = new byte[] {sent[cut]};
      assertThat(
              found(
                  example.framing(),
                  Arrays.copyOf(sent, cut),
                  Arrays.copyOfRange(sent, cut, sent.length)))
          .as("cut at %s", cut)
          .isEqualTo(example.found());
    }
    assertThat(found(example.framing(), bytes)).as("byte by byte").isEqualTo(example.found());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void keepNoMoreThanTheyMay(Example example) {
    ByteToMessageDecoder decoder = example.framing().decoder();
    var channel = new EmbeddedChannel(decoder);
    byte[] much = new byte[1000];
    Arrays.fill(much, (byte) 'x');
    for (int i = 0; i < 100; i++) {
      channel.writeInbound(Unpooled.wrappedBuffer(much));
      channel.inboundMessages().clear();
    }
    channel.finish();
    Object last = channel.readInbound();
    if (last instanceof Fault fault) {
      assertThat(fault.what()).contains("ended with").doesNotContain("ended with 1000");
    }
    channel.releaseInbound();
  }

  /** Frames as hex, faults by kind; nothing may be left over. */
  private static List<String> found(Framing<?> framing, byte[]... parts) {
    var channel = new EmbeddedChannel(framing.decoder());
    for (byte[] part : parts) {
      channel.writeInbound(Unpooled.wrappedBuffer(part));
    }
    channel.finish();
    return found(framing, channel);
  }

  private static List<String> found(Framing<?> framing, EmbeddedChannel channel) {
    List<String> found = new ArrayList<>();
    for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
      if (next instanceof Fault fault) {
        found.add("!" + fault.kind());
      } else {
        Object frame = framing.frame(next);
        found.add(frame instanceof byte[] bytes ? Bytes.hex(bytes) : String.valueOf(frame));
      }
    }
    return found;
  }

  @Test
  void tellsWhatAnUnfinishedFrameLacks() {
    assertThat(end(Framing.lines(9), "ab"))
        .isEqualTo(
            "ended with 2 bytes that were not used: no line end came (\\n); end each line"
                + " with \\n");
    assertThat(end(Framing.separator(9, true), "ab"))
        .isEqualTo(
            "ended with 2 bytes that were not used: no messageSeparator came (\\n); set it"
                + " to what the device sends at the end of a message");
    assertThat(end(Framing.fixed(3).limitedBy("size"), "ab")).endsWith("has 3 bytes (size)");
    assertThat(end(Framing.lengthField(19, 0, 1, 0), "\t"))
        .endsWith("their length field announces 10 bytes");
    assertThat(end(Framing.marks(Bytes.utf8("<"), Bytes.utf8(">"), 9), "<ab"))
        .endsWith("no end mark (3e) came");
  }

  private static String end(Framing<?> framing, String sent) {
    var channel = new EmbeddedChannel(framing.decoder());
    channel.writeInbound(Unpooled.wrappedBuffer(Bytes.utf8(sent)));
    assertThat(channel.inboundMessages()).isEmpty();
    channel.finish();
    return ((Fault) channel.readInbound()).what();
  }

  @Test
  void namesTheKeyOfItsLimit() {
    assertThat(fault(Framing.text(3).limitedBy("maxWordLength"), "abcdefg").what())
        .isEqualTo(
            "sent more than maxWordLength (3 bytes) without line end; all up to the next one"
                + " is skipped; raise maxWordLength, or end each line with \\n");
    assertThat(fault(Framing.separator(3, true), "abcdefg").what())
        .isEqualTo(
            "sent more than maxFrameLength (3 bytes) without messageSeparator; all up to the"
                + " next one is skipped; raise maxFrameLength, or set it to what the device sends at"
                + " the end of a message");
    assertThat(fault(Framing.json(3).limitedBy("a.maxMessageLength"), "{    ").what())
        .isEqualTo(
            "sent more than maxMessageLength (3 bytes) in one JSON object or array; the"
                + " connection is closed; raise a.maxMessageLength");
    assertThat(fault(field(ByteOrder.LITTLE_ENDIAN, 9, 0, 2, 0, 0, true), "\0\3").what())
        .endsWith("raise maxFrameLength; with byteOrder BIG_ENDIAN it would be one of 5 bytes");
    assertThat(fault(field(ByteOrder.LITTLE_ENDIAN, 9, 0, 2, 0, 0, true), "ab").what())
        .endsWith("; the length field holds text ('ab'): is it a handlerType TEXT or JSON?");
  }

  private static Fault fault(Framing<?> framing, String sent) {
    var channel = new EmbeddedChannel(framing.decoder());
    channel.writeInbound(Unpooled.wrappedBuffer(Bytes.utf8(sent)));
    return channel.readInbound();
  }

  @Test
  void endsFramesOfLinesWithADatagram() {
    assertThat(datagram(Framing.text(9), "ab\ncd")).containsExactly("ab", "cd");
    assertThat(datagram(Framing.quiet(Duration.ofMillis(5), 9), "ab")).containsExactly("6162");
    assertThat(datagram(Framing.json(9), "{}[")).containsExactly("7b7d", "!MALFORMED");
    assertThat(datagram(Framing.fixed(2).map(Bytes::utf8), "abc"))
        .containsExactly("ab", "!MALFORMED");
  }

  private static List<String> datagram(Framing<?> framing, String sent) {
    var channel = new EmbeddedChannel(framing.datagramDecoder());
    channel.writeInbound(Unpooled.wrappedBuffer(Bytes.utf8(sent)));
    channel.finish();
    return found(framing, channel);
  }

  @Test
  void endsFramesWithPauses() {
    Framing<byte[]> framing = Framing.quiet(Duration.ofMillis(50), 4);
    var channel = new EmbeddedChannel(framing.decoder());
    channel.freezeTime();
    channel.writeInbound(Unpooled.wrappedBuffer(Bytes.hex("01")));
    pass(channel, 49);
    channel.writeInbound(Unpooled.wrappedBuffer(Bytes.hex("02")));
    pass(channel, 49);
    assertThat(found(framing, channel)).isEmpty();
    pass(channel, 1);
    assertThat(found(framing, channel)).containsExactly("0102");
    channel.writeInbound(Unpooled.wrappedBuffer(Bytes.hex("0102030405")));
    channel.writeInbound(Unpooled.wrappedBuffer(Bytes.hex("06")));
    pass(channel, 50);
    channel.writeInbound(Unpooled.wrappedBuffer(Bytes.hex("07")));
    channel.finish();
    assertThat(found(framing, channel)).containsExactly("!TOO_LONG", "07");
  }

  @Test
  void doesNotTakeOurPauseForThePeers() {
    Framing<byte[]> framing = Framing.quiet(Duration.ofMillis(50), 4);
    var channel = new EmbeddedChannel(framing.decoder());
    channel.freezeTime();
    channel.writeInbound(Unpooled.wrappedBuffer(Bytes.hex("01")));
    channel.config().setAutoRead(false);
    pass(channel, 70);
    pass(channel, 70);
    channel.config().setAutoRead(true);
    assertThat(found(framing, channel)).isEmpty();
    channel.writeInbound(Unpooled.wrappedBuffer(Bytes.hex("02")));
    pass(channel, 50);
    assertThat(found(framing, channel)).containsExactly("0102");
  }

  private static void pass(EmbeddedChannel channel, long ms) {
    channel.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void takesDecodersOfOthers() {
    Framing<String> framing =
        Framing.netty(() -> new FixedLengthFrameDecoder(2), io.netty.buffer.ByteBuf.class)
            .map(
                buffer -> {
                  try {
                    return buffer.toString(java.nio.charset.StandardCharsets.US_ASCII);
                  } finally {
                    buffer.release();
                  }
                });
    assertThat(found(framing, Bytes.utf8("abcd"))).containsExactly("ab", "cd");
  }

  @Test
  void refusesWhatWouldDependOnTearing() {
    assertThatThrownBy(() -> separator(9, true, "\n", "\n\r"))
        .hasMessage("separator 0a stands within separator 0a0d");
    assertThatThrownBy(() -> separator(9, true, "")).hasMessageContaining("empty");
    assertThatThrownBy(() -> Framing.lengthField(3, 2, 2, 0)).hasMessageContaining("holds no");
    assertThatThrownBy(() -> Framing.lengthField(30, 0, 5, 0)).hasMessageContaining("length 5");
    assertThatThrownBy(() -> Framing.lines(0)).hasMessageContaining("1 to 16777216");
    assertThatThrownBy(() -> Framing.quiet(Duration.ZERO, 1)).hasMessageContaining("is none");
    assertThatThrownBy(() -> Framing.marks(new byte[0], new byte[1], 1))
        .hasMessageContaining("at least one byte");
  }
}
