package io.integrationhost.kit.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A body in chunks, which stays as it came until its end is there: then the kit counts what it
 * takes.
 */
final class Chunks {

  private static final int LONGEST_LINE = 512;
  private static final int MOST_TRAILERS = 8 * 1024;
  private static final int MOST_DIGITS = 16;

  private final int most;
  private int at;
  private int found;
  private int trailers;
  private boolean inTrailers;
  private boolean ended;
  private byte[] body = {};
  private int copied;

  /**
   * A body whose first byte is the next.
   *
   * @param most bytes that it may have
   */
  Chunks(int most) {
    this.most = most;
  }

  /** Whether the end is there; the bytes are not taken. */
  boolean isWhole(ByteBuf in) {
    int before = -1;
    while (!ended && before != at) {
      before = at;
      step(in, false);
    }
    // What carries much more than it holds is meant to cost us.
    if (in.readableBytes() > 2L * most + 64 * 1024 && !ended) {
      throw new Unreadable(413, "its chunks take more than twice as much as its body may have");
    }
    return ended;
  }

  /** Takes the whole body. */
  byte[] take(ByteBuf in) {
    int end = at;
    body = new byte[found];
    at = 0;
    ended = false;
    inTrailers = false;
    while (!ended) {
      step(in, true);
    }
    in.skipBytes(end);
    return body;
  }

  /** One chunk, or one line of the trailer. */
  private void step(ByteBuf in, boolean copying) {
    int start = in.readerIndex() + at;
    int readable = in.writerIndex() - start;
    int line = in.indexOf(start, start + Math.min(readable, LONGEST_LINE + 2), (byte) '\n');
    if (line < 0) {
      if (readable >= LONGEST_LINE + 2) {
        throw new Unreadable(400, "a line between its chunks is too long");
      }
      return;
    }
    if (line == start || in.getByte(line - 1) != '\r') {
      throw new Unreadable(400, "a line between its chunks ends with no CR and LF");
    }
    int length = line - 1 - start;
    if (inTrailers) {
      trailers += length + 2;
      if (trailers > MOST_TRAILERS) {
        throw new Unreadable(431, "what follows its last chunk is too long");
      }
      at += length + 2;
      ended = length == 0;
      return;
    }
    int size = size(in, start, length);
    if (size == 0) {
      at += length + 2;
      inTrailers = true;
      return;
    }
    chunk(in, length + 2, size, copying);
  }

  private void chunk(ByteBuf in, int line, int size, boolean copying) {
    if (!copying && size > most - found) {
      throw new Unreadable(413, "its body is longer than " + most + " bytes");
    }
    int data = in.readerIndex() + at + line;
    if (in.writerIndex() - data < size + 2) {
      return;
    }
    if (in.getByte(data + size) != '\r' || in.getByte(data + size + 1) != '\n') {
      throw new Unreadable(400, "a chunk is longer than it said");
    }
    at += line + size + 2;
    if (copying) {
      in.getBytes(data, body, copied, size);
      copied += size;
    } else {
      found += size;
    }
  }

  private int size(ByteBuf in, int start, int length) {
    int digits = 0;
    int size = 0;
    int zeros = 0;
    while (digits < length && Character.digit(in.getByte(start + digits), 16) >= 0) {
      size = size * 16 + Character.digit(in.getByte(start + digits), 16);
      digits++;
      zeros += size == 0 ? 1 : 0;
      if (digits > MOST_DIGITS) {
        throw new Unreadable(400, "the length of a chunk has too many digits");
      }
      if (digits - zeros > 7) {
        throw new Unreadable(413, "a chunk is longer than any body may be");
      }
    }
    boolean hasExtension = digits < length && in.getByte(start + digits) == ';';
    byte[] rest = new byte[length - digits];
    in.getBytes(start + digits, rest);
    boolean isLine = Arrays.equals(rest, new byte[0]) || (hasExtension && isClean(rest));
    if (digits == 0 || !isLine) {
      throw new Unreadable(400, "the length of a chunk is no number");
    }
    return size;
  }

  private static boolean isClean(byte[] bytes) {
    for (byte each : bytes) {
      if (each >= 0 && each < ' ' && each != '\t') {
        return false;
      }
    }
    return true;
  }
}
