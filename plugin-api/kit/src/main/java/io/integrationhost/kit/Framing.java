package io.integrationhost.kit;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * How messages are told apart in a stream of bytes.
 *
 * @param <F> what a message is handed over as
 */
public interface Framing<F> {

  /** No frame may be longer, whatever a setting says; in bytes. */
  int LONGEST = 16_777_216;

  /**
   * A decoder for one connection, called on its loop. It puts what it finds, in order, among its
   * messages: frames, and a {@link Fault} where bytes make none. After a fault that cannot go on
   * nothing comes to it any more. It must not set a cumulator: the kit counts what it keeps.
   *
   * <p>A decoder that ends messages by time looks at {@code config().isAutoRead()} first: while
   * that is false it is us who pause. What it finds between two reads it fires, and then {@code
   * fireChannelReadComplete()}.
   *
   * @return a new one
   */
  ByteToMessageDecoder decoder();

  /**
   * A frame out of what the decoder found; called on the loop, before the conversation gets it.
   *
   * @param found anything but a fault
   * @return the frame
   * @throws RuntimeException counted as a malformed frame
   */
  F frame(Object found);

  /**
   * A decoder for one datagram, the end of which ends a message: of lines and pauses what is left
   * there is a frame, of others it is a {@link Fault}.
   *
   * @return a new one, to be closed after the datagram
   */
  default ByteToMessageDecoder datagramDecoder() {
    return decoder();
  }

  /**
   * The message of a datagram whose end alone decides, an empty one too.
   *
   * @param datagram to be left as it is
   * @return a frame or {@link Fault}; empty: {@link #datagramDecoder} finds them
   */
  default Optional<Object> wholeDatagram(ByteBuf datagram) {
    return Optional.empty();
  }

  /**
   * Names the key that sets the longest frame, for messages to people.
   *
   * @param key as a person writes it
   * @return the same framing
   */
  default Framing<F> limitedBy(String key) {
    return this;
  }

  /** Says of a decoder what its unfinished message lacks; the kit asks when it stays unfinished. */
  interface Unfinished {

    /**
     * What an unfinished message lacks, and what to do.
     *
     * @return for people, such as {@code no line end came}
     */
    String lack();

    /**
     * Whether what comes is thrown away until the next message begins.
     *
     * @return true while it is
     */
    default boolean isSkipping() {
      return false;
    }

    /**
     * Whether logs may show the first bytes of an unfinished message.
     *
     * @return false where they may hold a secret
     */
    default boolean isShown() {
      return true;
    }
  }

  /**
   * Lines, without their ends: LF or CRLF. Empty ones are left out, longer ones skipped.
   *
   * @param max in bytes; set by {@code maxLineLength} unless {@link #limitedBy} says otherwise
   * @return the framing
   */
  static Framing<byte[]> lines(int max) {
    return text(max, true, List.of(), "maxLineLength", "line end", "end each line with \\n");
  }

  /**
   * {@link #lines} as text in UTF-8.
   *
   * @param max in bytes
   * @return the framing
   */
  static Framing<String> text(int max) {
    return lines(max).map(Bytes::utf8);
  }

  /**
   * Frames that end with a separator. Empty ones are left out, longer ones skipped.
   *
   * @param max in bytes, without the separator
   * @param strip whether the separator is cut off
   * @param separators none: line ends, LF or CRLF; none may stand within another but at its end
   * @return the framing
   */
  static Framing<byte[]> separator(int max, boolean strip, byte[]... separators) {
    return text(
        max,
        strip,
        List.of(separators),
        "maxFrameLength",
        "messageSeparator",
        "set it to what the device sends at the end of a message");
  }

  private static Framing<byte[]> text(
      int max,
      boolean strip,
      List<byte[]> separators,
      String key,
      String separator,
      String advice) {
    checkMax(max);
    var rule = new TextFramer.Rule(max, strip, separators, key, separator, advice);
    return new CutFraming(key, limit -> new TextFramer(rule.limitedBy(limit)));
  }

  /**
   * Frames that begin with a head which holds their length in the network's order.
   *
   * @param max of a whole frame in bytes
   * @param offset bytes before the length
   * @param length bytes of the length: 1, 2, 3, 4 or 8
   * @param adjustment what to add to the length to get the number of bytes behind it
   * @return the framing; frames are whole, with their heads
   */
  static Framing<byte[]> lengthField(int max, int offset, int length, int adjustment) {
    var rule = new LengthField(ByteOrder.BIG_ENDIAN, max, offset, length, adjustment, 0, true);
    return new CutFraming("maxFrameLength", limit -> new LengthFramer(rule, limit, false));
  }

  /**
   * The same for heads that people describe in settings.
   *
   * @param rule what they say
   * @return the framing; its messages name the keys of {@code plugin.conf} of the TCP plugin
   */
  static Framing<byte[]> lengthField(LengthField rule) {
    return new CutFraming("maxFrameLength", limit -> new LengthFramer(rule, limit, true));
  }

  /**
   * Frames of one length.
   *
   * @param length in bytes
   * @return the framing
   */
  static Framing<byte[]> fixed(int length) {
    checkMax(length);
    return new CutFraming("frameLength", key -> new FixedFramer(length, key));
  }

  /**
   * Frames between two marks, which are cut off.
   *
   * @param start the first bytes
   * @param end the last bytes; may be the same
   * @param max in bytes, without the marks
   * @return the framing
   */
  static Framing<byte[]> marks(byte[] start, byte[] end, int max) {
    return marks(new Marks(start, end, max, true, Optional.empty()));
  }

  /**
   * Frames between two marks.
   *
   * @param rule what they are
   * @return the framing
   */
  static Framing<byte[]> marks(Marks rule) {
    return new CutFraming("maxFrameLength", limit -> new MarkFramer(rule, limit));
  }

  /**
   * One JSON object or array after the other; white space between them means nothing.
   *
   * @param max in bytes
   * @return the framing; a longer one, and what begins none, ends the connection
   */
  static Framing<byte[]> json(int max) {
    checkMax(max);
    return new CutFraming("maxMessageLength", limit -> new JsonFramer(max, limit));
  }

  /**
   * Frames between which the peer pauses. A pause that we cause by not reading is none.
   *
   * @param pause more than zero
   * @param max in bytes
   * @return the framing
   */
  static Framing<byte[]> quiet(Duration pause, int max) {
    checkMax(max);
    if (pause.isZero() || pause.isNegative()) {
      throw new IllegalArgumentException("a pause of " + pause + " is none");
    }
    return new QuietFraming(pause, max, "maxFrameLength");
  }

  private static void checkMax(int max) {
    if (max < 1 || max > LONGEST) {
      throw new IllegalArgumentException("a frame has 1 to " + LONGEST + " bytes, not " + max);
    }
  }

  /**
   * A head that holds the length of its frame.
   *
   * @param order of the bytes of the length
   * @param max of a whole frame in bytes
   * @param offset bytes before the length
   * @param length bytes of the length: 1, 2, 3, 4 or 8
   * @param adjustment what to add to the length to get the number of bytes behind it
   * @param strip bytes to cut off at the beginning
   * @param early whether a frame that is too long is reported at once, else when it is skipped
   */
  record LengthField(
      ByteOrder order, int max, int offset, int length, int adjustment, int strip, boolean early) {

    /**
     * Refuses what can be no head.
     *
     * @param order as of the record
     * @param max as of the record
     * @param offset as of the record
     * @param length as of the record
     * @param adjustment as of the record
     * @param strip as of the record
     * @param early as of the record
     */
    public LengthField {
      checkMax(max);
      Objects.requireNonNull(order, "order");
      if (!List.of(1, 2, 3, 4, 8).contains(length) || offset < 0 || strip < 0) {
        throw new IllegalArgumentException(
            "no length field: offset " + offset + ", length " + length + ", strip " + strip);
      }
      if (offset + length > max) {
        throw new IllegalArgumentException("a frame of " + max + " bytes holds no length field");
      }
    }
  }

  /**
   * What stands before and behind a frame.
   *
   * @param start the first bytes
   * @param end the last bytes; may be the same
   * @param max in bytes as sent, without the marks
   * @param strip whether the marks are cut off
   * @param escape how a mark within a frame is written; it is undone
   */
  record Marks(byte[] start, byte[] end, int max, boolean strip, Optional<Escape> escape) {

    /**
     * Refuses marks of nothing.
     *
     * @param start as of the record
     * @param end as of the record
     * @param max as of the record
     * @param strip as of the record
     * @param escape as of the record
     */
    public Marks {
      checkMax(max);
      if (start.length == 0 || end.length == 0) {
        throw new IllegalArgumentException("a mark has at least one byte");
      }
      start = start.clone();
      end = end.clone();
    }
  }

  /**
   * How a mark within a frame is written.
   *
   * @param mark the byte that begins an escape
   * @param hidesMarks whether the byte behind it may be a mark and is none
   * @param meaning of the byte behind it, 0 to 255; less than 0: none, the frame is malformed
   */
  record Escape(byte mark, boolean hidesMarks, IntUnaryOperator meaning) {

    /**
     * The byte behind it as it is, such as behind a backslash.
     *
     * @param mark the byte that begins an escape
     * @return the escape
     */
    public static Escape literal(byte mark) {
      return new Escape(mark, true, after -> after);
    }

    /**
     * The byte behind it with some bits changed, such as behind 7D with 20.
     *
     * @param mark the byte that begins an escape
     * @param bits that are changed
     * @return the escape
     */
    public static Escape xor(byte mark, int bits) {
      return new Escape(mark, false, after -> (after ^ bits) & 0xFF);
    }

    /**
     * Names of bytes, such as behind DB in SLIP: DC means C0, DD means DB.
     *
     * @param mark the byte that begins an escape
     * @param codes what the byte behind it means; another one makes the frame malformed
     * @return the escape
     */
    public static Escape codes(byte mark, Map<Byte, Byte> codes) {
      Map<Byte, Byte> known = Map.copyOf(codes);
      return new Escape(
          mark,
          false,
          after -> known.containsKey((byte) after) ? known.get((byte) after) & 0xFF : -1);
    }
  }

  /**
   * Any decoder of Netty's or of one's own.
   *
   * @param decoder makes one for each connection
   * @param type of what it finds
   * @param <F> the same
   * @return a framing of it
   */
  static <F> Framing<F> netty(Supplier<? extends ByteToMessageDecoder> decoder, Class<F> type) {
    return new Framing<>() {
      @Override
      public ByteToMessageDecoder decoder() {
        return decoder.get();
      }

      @Override
      public F frame(Object found) {
        return type.cast(found);
      }
    };
  }

  /**
   * The same frames as something else.
   *
   * @param change called on the loop for each frame; what it throws counts as a malformed frame
   * @param <G> what a message is handed over as then
   * @return the framing
   */
  default <G> Framing<G> map(Function<? super F, ? extends G> change) {
    return new MappedFraming<>(this, change);
  }
}
