package io.integrationhost.plugins.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.util.List;

/** Frames that are one JSON object or array each; white space between them is left out. */
final class JsonFramer implements Framer {

  private final int longest;
  private int scanned;
  private int open;
  private boolean text;
  private boolean escaped;
  private final ByteProcessor goesOn = this::goesOn;

  JsonFramer(Framing.Json rule) {
    longest = rule.maxMessageLength();
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
      byte[] frame = new byte[last + 1 - start];
      in.readBytes(frame);
      scanned = 0;
      out.add(new Inbound.Message(frame, LineEnd.NONE));
    } else if (in.readableBytes() > longest) {
      out.add(
          new Inbound.Lost(
              "sent more than maxMessageLength ("
                  + longest
                  + " bytes) in one JSON object or array; the connection is closed; raise"
                  + " handlerConfiguration.maxMessageLength",
              Excerpt.of(in),
              true));
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
          new Inbound.Lost(
              "sent what begins no JSON object or array; the connection is closed; is it a"
                  + " handlerType TEXT or BINARY?",
              Excerpt.of(in),
              true));
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
  public boolean isSkipping() {
    return false;
  }

  @Override
  public String lack() {
    return "a JSON object or array is not closed";
  }
}
