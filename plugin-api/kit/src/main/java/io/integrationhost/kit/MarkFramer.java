package io.integrationhost.kit;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.List;

/**
 * Frames between a start and an end mark. What stands between frames is reported once and skipped,
 * but for blanks, line ends and zeros. Where both marks are the same, one may end a frame and begin
 * the next.
 */
final class MarkFramer implements Framer {

  private final Framing.Marks rule;
  private final String limit;
  private final byte[] start;
  private final byte[] end;
  private final boolean isOneMark;

  private boolean inFrame;
  private boolean noise;
  private boolean skipping;

  /** Of a frame's bytes behind the start mark, or of what stands between frames. */
  private int scanned;

  MarkFramer(Framing.Marks rule, String limit) {
    this.rule = rule;
    this.limit = limit;
    start = rule.start();
    end = rule.end();
    isOneMark = Arrays.equals(start, end);
  }

  @Override
  public void take(ByteBuf in, List<Object> out) {
    if (skipping) {
      skip(in);
    } else if (inFrame) {
      takeFrame(in, out);
    } else {
      seekStart(in, out);
    }
  }

  private void seekStart(ByteBuf in, List<Object> out) {
    int from = in.readerIndex();
    int found = find(in, from, start);
    // A start mark may have come in part.
    int other = found >= 0 ? found - from : Math.max(0, in.readableBytes() - (start.length - 1));
    if (!noise && hasContent(in, from, other)) {
      noise = true;
      out.add(
          new Fault(
              Fault.Kind.MALFORMED,
              "sent bytes between frames, which are skipped up to the next start mark ("
                  + Bytes.hex(start)
                  + ")",
              FramerDecoder.excerpt(in),
              true));
    }
    in.skipBytes(other);
    if (found >= 0) {
      in.skipBytes(start.length);
      noise = false;
      begin();
      takeFrame(in, out);
    }
  }

  private void begin() {
    inFrame = true;
    scanned = 0;
  }

  private static boolean hasContent(ByteBuf in, int from, int length) {
    return in.forEachByte(
            from, length, each -> each == 0 || each == ' ' || each == '\r' || each == '\n')
        >= 0;
  }

  private void takeFrame(ByteBuf in, List<Object> out) {
    int from = in.readerIndex();
    int found = findEnd(in, from + scanned);
    if (found >= 0) {
      takeFrame(in, found, out);
      return;
    }
    scanned = -found - 1 - from;
    if (in.readableBytes() > rule.max() + end.length - 1) {
      out.add(tooLong(in));
      in.skipBytes(scanned);
      scanned = 0;
      skipping = true;
      inFrame = false;
    }
  }

  private void takeFrame(ByteBuf in, int found, List<Object> out) {
    int bare = found - in.readerIndex();
    if (bare > rule.max()) {
      out.add(tooLong(in));
    } else if (bare > 0) {
      add(FramerDecoder.bytes(in, bare), out);
    }
    in.readerIndex(found + end.length);
    inFrame = false;
    if (isOneMark) {
      begin();
    }
  }

  private void add(byte[] raw, List<Object> out) {
    byte[] frame = rule.strip() ? raw : marked(raw);
    int length = rule.escape().isPresent() ? unescape(frame, rule.escape().get()) : frame.length;
    if (length < 0) {
      out.add(
          new Fault(
              Fault.Kind.MALFORMED,
              "sent a frame with an escape (" + hex(rule.escape().get().mark()) + ") of nothing",
              Bytes.excerpt(raw),
              true));
    } else {
      out.add(length == frame.length ? frame : Arrays.copyOf(frame, length));
    }
  }

  private byte[] marked(byte[] raw) {
    byte[] frame = Arrays.copyOf(start, start.length + raw.length + end.length);
    System.arraycopy(raw, 0, frame, start.length, raw.length);
    System.arraycopy(end, 0, frame, start.length + raw.length, end.length);
    return frame;
  }

  private static String hex(byte each) {
    return Bytes.hex(new byte[] {each});
  }

  /** Within the array; its new length, or less than 0 when an escape means nothing. */
  private static int unescape(byte[] frame, Framing.Escape escape) {
    int to = 0;
    for (int i = 0; i < frame.length; i++) {
      int value = frame[i];
      if (frame[i] == escape.mark()) {
        value = ++i < frame.length ? escape.meaning().applyAsInt(frame[i] & 0xFF) : -1;
        if (value < 0) {
          return -1;
        }
      }
      frame[to++] = (byte) value;
    }
    return to;
  }

  private Fault tooLong(ByteBuf in) {
    return new Fault(
        Fault.Kind.TOO_LONG,
        "sent more than "
            + limit
            + " ("
            + rule.max()
            + " bytes) without an end mark ("
            + Bytes.hex(end)
            + "); all up to the next one is skipped; raise "
            + limit
            + ", or set the marks to what the device sends",
        FramerDecoder.excerpt(in),
        true);
  }

  private void skip(ByteBuf in) {
    int from = in.readerIndex();
    int found = findEnd(in, from);
    if (found < 0) {
      in.skipBytes(-found - 1 - from);
      return;
    }
    in.readerIndex(found + end.length);
    skipping = false;
    if (isOneMark) {
      begin();
    }
  }

  /** Where the end mark stands; else -1 minus where to look on when more has come. */
  private int findEnd(ByteBuf in, int from) {
    boolean hides = rule.escape().filter(Framing.Escape::hidesMarks).isPresent();
    byte mark = rule.escape().map(Framing.Escape::mark).orElse((byte) 0);
    int at = from;
    while (at <= in.writerIndex() - end.length) {
      if (hides && in.getByte(at) == mark) {
        at++;
        if (at == in.writerIndex()) {
          return -at;
        }
      } else if (startsAt(in, at, end)) {
        return at;
      }
      at++;
    }
    return -at - 1;
  }

  private static int find(ByteBuf in, int from, byte[] mark) {
    for (int at = from; at <= in.writerIndex() - mark.length; at++) {
      if (startsAt(in, at, mark)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean startsAt(ByteBuf in, int at, byte[] mark) {
    for (int i = 0; i < mark.length; i++) {
      if (in.getByte(at + i) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean isSkipping() {
    return skipping || noise;
  }

  @Override
  public String lack() {
    return inFrame
        ? "no end mark (" + Bytes.hex(end) + ") came"
        : "no start mark (" + Bytes.hex(start) + ") came";
  }
}
