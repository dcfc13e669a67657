package io.integrationhost.kit;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Frames that end with a separator. Of one that is too long all is skipped up to the next one.
 * Frames of nothing are left out.
 */
final class TextFramer implements Framer {

  /**
   * What ends a frame.
   *
   * @param max in bytes, without the separator
   * @param strip whether the separator is cut off
   * @param separators none: line ends, LF and CRLF
   * @param limit the key that sets the limit
   * @param separator what a separator is called
   * @param advice what to do when none comes
   */
  record Rule(
      int max,
      boolean strip,
      List<byte[]> separators,
      String limit,
      String separator,
      String advice) {

    Rule {
      separators = separators.stream().map(byte[]::clone).toList();
      for (byte[] each : separators) {
        if (each.length == 0) {
          throw new IllegalArgumentException("an empty separator ends nothing");
        }
        for (byte[] other : separators) {
          refuseAmbiguous(each, other);
        }
      }
    }

    Rule limitedBy(String key) {
      return new Rule(max, strip, separators, key, separator, advice);
    }

    /** Where the input is torn must not change what is found. */
    private static void refuseAmbiguous(byte[] outer, byte[] inner) {
      for (int at = 0; at + inner.length < outer.length; at++) {
        if (startsAt(outer, at, inner)) {
          throw new IllegalArgumentException(
              "separator " + Bytes.hex(inner) + " stands within separator " + Bytes.hex(outer));
        }
      }
    }

    private static boolean startsAt(byte[] outer, int at, byte[] inner) {
      for (int i = 0; i < inner.length; i++) {
        if (outer[at + i] != inner[i]) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<byte[]> LINE_FEED = List.of(new byte[] {'\n'});

  private final Rule rule;
  private final boolean lines;
  private final List<byte[]> separators;
  private final int longest;

  /** What may stand unfinished in the buffer beside a frame of the greatest length. */
  private final int tolerance;

  private int scanned;
  private boolean skipping;

  /** Of the separator that was found last. */
  private int foundLength;

  TextFramer(Rule rule) {
    this.rule = rule;
    lines = rule.separators().isEmpty();
    separators = lines ? LINE_FEED : rule.separators();
    longest = separators.stream().mapToInt(each -> each.length).max().orElseThrow();
    tolerance = lines ? 1 : longest - 1;
  }

  @Override
  public void take(ByteBuf in, List<Object> out) {
    int start = in.readerIndex();
    int found = find(in, start + scanned);
    if (found >= 0) {
      takeFrame(in, found, out);
      return;
    }
    // A separator may have come in part.
    int unseparated = Math.max(0, in.readableBytes() - (longest - 1));
    if (!skipping && in.readableBytes() > rule.max() + tolerance) {
      out.add(tooLong(in));
      skipping = true;
    }
    if (skipping) {
      in.skipBytes(unseparated);
      scanned = 0;
    } else {
      scanned = unseparated;
    }
  }

  private void takeFrame(ByteBuf in, int found, List<Object> out) {
    int start = in.readerIndex();
    int end = found + foundLength;
    boolean carriageReturn = lines && found > start && in.getByte(found - 1) == '\r';
    int bare = found - start - (carriageReturn ? 1 : 0);
    scanned = 0;
    if (skipping) {
      skipping = false;
    } else if (bare > rule.max()) {
      out.add(tooLong(in));
    } else {
      byte[] frame = FramerDecoder.bytes(in, rule.strip() ? bare : end - start);
      if (frame.length > 0) {
        out.add(frame);
      }
    }
    in.readerIndex(end);
  }

  private Fault tooLong(ByteBuf in) {
    return new Fault(
        Fault.Kind.TOO_LONG,
        "sent more than "
            + rule.limit()
            + " ("
            + rule.max()
            + " bytes) without "
            + rule.separator()
            + "; all up to the next one is skipped; raise "
            + rule.limit()
            + ", or "
            + rule.advice(),
        FramerDecoder.excerpt(in),
        true);
  }

  /** The separator that ends first, of those the longest; notes how long it is. */
  private int find(ByteBuf in, int from) {
    int first = -1;
    int end = in.writerIndex();
    for (byte[] separator : separators) {
      int at = find(in, from, end, separator);
      if (at >= 0 && (first < 0 || at + separator.length < end || at < first)) {
        first = at;
        foundLength = separator.length;
        end = at + separator.length;
      }
    }
    return first;
  }

  private static int find(ByteBuf in, int from, int writerIndex, byte[] separator) {
    int end = writerIndex - separator.length + 1;
    int at = from < end ? in.indexOf(from, end, separator[0]) : -1;
    while (at >= 0 && !isSeparator(in, at, separator)) {
      at = at + 1 < end ? in.indexOf(at + 1, end, separator[0]) : -1;
    }
    return at;
  }

  private static boolean isSeparator(ByteBuf in, int at, byte[] separator) {
    for (int i = 1; i < separator.length; i++) {
      if (in.getByte(at + i) != separator[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean endsWithDatagram() {
    return true;
  }

  @Override
  public boolean isSkipping() {
    return skipping;
  }

  @Override
  public String lack() {
    return "no " + rule.separator() + " came" + (lines ? " (\\n)" : "") + "; " + rule.advice();
  }
}
