package io.integrationhost.kit;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.util.List;

/** Frames that are one JSON object or array each; white space between them is left out. */
final class JsonFramer implements Framer {

  private final int longest;
  private final String limit;
  private int scanned;
  private int open;
  private boolean text;
  private boolean escaped;
  private final ByteProcessor goesOn = this::goesOn;

  JsonFramer(int longest, String limit) {
    this.longest = longest;
    this.limit = limit;
  }

  @Override
  public void take(ByteBuf in, List<Object> out) {
    if (scanned == 0 && !begins(in, out)) {
      return;
    }
    int start = in.readerIndex();
    int end = Math.min(in.readableBytes(), longest);
    int last = in.forEachByte(start + scanned, end - scanned, goesOn);
    scanned = end;
    if (last >= 0) {
      scanned = 0;
      out.add(FramerDecoder.bytes(in, last + 1 - start));
    } else if (in.readableBytes() > longest) {
      out.add(
          new Fault(
              Fault.Kind.TOO_LONG,
              "sent more than "
                  + limit.substring(limit.lastIndexOf('.') + 1)
                  + " ("
                  + longest
                  + " bytes) in one JSON object or array; the connection is closed; raise "
                  + limit,
              FramerDecoder.excerpt(in),
              false));
    }
  }

  /** Whether a frame begins here, after white space. */
  private static boolean begins(ByteBuf in, List<Object> out) {
    while (in.isReadable() && Character.isWhitespace(in.getByte(in.readerIndex()))) {
      in.skipBytes(1);
    }
    if (!in.isReadable()) {
      return false;
    }
    byte first = in.getByte(in.readerIndex());
    if (first != '{' && first != '[') {
      out.add(
          new Fault(
              Fault.Kind.MALFORMED,
              "sent what begins no JSON object or array; the connection is closed; is it a"
                  + " handlerType TEXT or BINARY?",
              FramerDecoder.excerpt(in),
              false));
      return false;
    }
    return true;
  }

  /** Whether the frame goes on behind this byte. */
  private boolean goesOn(byte each) {
    if (escaped) {
      escaped = false;
    } else if (text) {
      escaped = each == '\\';
      text = each != '"';
    } else if (each == '"') {
      text = true;
    } else if (each == '{' || each == '[') {
      open++;
    } else if (each == '}' || each == ']') {
      open--;
    }
    return open > 0;
  }

  @Override
  public String lack() {
    return "a JSON object or array is not closed";
  }
}
