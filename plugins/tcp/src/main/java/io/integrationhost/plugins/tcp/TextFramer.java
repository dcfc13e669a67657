package io.integrationhost.plugins.tcp;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** Frames that end with a separator. Of one that is too long all is skipped up to the next one. */
final class TextFramer implements Framer {

  private static final byte LINE_FEED = '\n';

  private final Framing.Text rule;
  private final boolean lines;
  private final byte[] separator;

  /** What may stand unfinished in the buffer beside a frame of the greatest length. */
  private final int tolerance;

  private int scanned;
  private boolean skipping;

  TextFramer(Framing.Text rule) {
    this.rule = rule;
    lines = rule.separators().isEmpty();
    separator = lines ? new byte[] {LINE_FEED} : rule.separators().get(0);
    tolerance = lines ? 1 : separator.length - 1;
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
    int unseparated = Math.max(0, in.readableBytes() - (separator.length - 1));
    if (!skipping && in.readableBytes() > rule.maxFrameLength() + tolerance) {
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
    int end = found + separator.length;
    boolean carriageReturn = lines && found > start && in.getByte(found - 1) == '\r';
    int bare = found - start - (carriageReturn ? 1 : 0);
    scanned = 0;
    if (skipping) {
      skipping = false;
    } else if (bare > rule.maxFrameLength()) {
      out.add(tooLong(in));
    } else {
      byte[] frame = new byte[rule.stripDelimiter() ? bare : end - start];
      in.readBytes(frame);
      if (frame.length > 0) {
        out.add(new Inbound.Message(frame, LineEnd.NONE));
      }
    }
    in.readerIndex(end);
  }

  private Inbound.Lost tooLong(ByteBuf in) {
    return new Inbound.Lost(
        "sent more than maxFrameLength ("
            + rule.maxFrameLength()
            + " bytes) without messageSeparator; all up to the next one is skipped; raise"
            + " maxFrameLength, or set messageSeparator to what the device sends",
        Excerpt.of(in),
        false);
  }

  private int find(ByteBuf in, int from) {
    int end = in.writerIndex() - separator.length + 1;
    int at = from < end ? in.indexOf(from, end, separator[0]) : -1;
    while (at >= 0 && !isSeparator(in, at)) {
      at = at + 1 < end ? in.indexOf(at + 1, end, separator[0]) : -1;
    }
    return at;
  }

  private boolean isSeparator(ByteBuf in, int at) {
    for (int i = 1; i < separator.length; i++) {
      if (in.getByte(at + i) != separator[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean isSkipping() {
    return skipping;
  }

  @Override
  public String lack() {
    return "no messageSeparator came"
        + (lines ? " (\\n)" : "")
        + "; set it to what the device sends at the end of a message";
  }
}
