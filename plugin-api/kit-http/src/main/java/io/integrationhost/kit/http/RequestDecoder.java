package io.integrationhost.kit.http;

import io.integrationhost.kit.Fault;
import io.integrationhost.kit.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cuts requests out of the bytes of one connection. A body stays there until it is whole, so that
 * the kit counts its memory and its time; whether it is wanted is asked when its head is there.
 */
final class RequestDecoder extends ByteToMessageDecoder implements Framing.Unfinished {

  /** Of a head. */
  static final int MOST_HEAD = 16 * 1024;

  /** A body that nobody wants is read to its end if it is short, so that the connection lasts. */
  private static final long MOST_SKIPPED = 1024 * 1024;

  private static final int MOST_EMPTY_LINES = 8;

  /** Who keeps a connection mostly sends the same head again: so long a one is kept with it. */
  private static final int MOST_REPEATED = 1024;

  private enum Part {
    HEAD,
    BODY,
    CHUNKS,
    SKIPPED,
    NOTHING_MORE
  }

  private final Sites sites;
  private Part part = Part.HEAD;
  private int scanned;
  private int emptyLines;
  private byte[] repeated = new byte[0];
  private Head ofRepeated;
  private Head head;
  private Sites.Address address;
  private int headBytes;
  private long length;
  private Chunks chunks;

  RequestDecoder(Sites sites) {
    this.sites = sites;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    try {
      switch (part) {
        case HEAD -> head(in, out);
        case BODY -> body(in, out);
        case CHUNKS -> chunks(in, out);
        case SKIPPED -> skip(in);
        case NOTHING_MORE -> in.skipBytes(in.readableBytes());
      }
    } catch (Unreadable e) {
      boolean tooLong = e.status() == 413 || e.status() == 431;
      var fault =
          new Fault(
              tooLong ? Fault.Kind.TOO_LONG : Fault.Kind.MALFORMED,
              "sent a request that is refused with " + e.status() + ": " + e.getMessage(),
              "",
              false);
      Optional<Sites.Address> whose = part == Part.HEAD ? Optional.empty() : Optional.of(address);
      int bytes = in.readableBytes() + (part == Part.HEAD ? 0 : headBytes);
      in.skipBytes(in.readableBytes());
      part = Part.NOTHING_MORE;
      Reply reply = Reply.text(e.status(), e.getMessage() + "\n");
      out.add(new Arrived.Turned(reply, Optional.empty(), whose, bytes, true, Optional.of(fault)));
    }
  }

  private void head(ByteBuf in, List<Object> out) {
    while (in.isReadable() && scanned == 0 && isEmptyLine(in)) {
      emptyLines++;
      if (emptyLines > MOST_EMPTY_LINES) {
        throw new Unreadable(400, "it begins with empty lines");
      }
    }
    if (scanned == 0 && in.readableBytes() == 1 && in.getByte(in.readerIndex()) == '\r') {
      // The first half of an empty line, or of nothing.
      return;
    }
    int end = headEnd(in);
    if (end > MOST_HEAD || (end < 0 && in.readableBytes() > MOST_HEAD)) {
      throw new Unreadable(431, "its header is longer than " + MOST_HEAD + " bytes");
    }
    if (end < 0) {
      return;
    }
    byte[] bytes = ByteBufUtil.getBytes(in, in.readerIndex(), end);
    head = read(bytes);
    in.skipBytes(end);
    headBytes = end;
    scanned = 0;
    emptyLines = 0;
    begin(out);
  }

  private Head read(byte[] bytes) {
    if (Arrays.equals(bytes, repeated)) {
      return ofRepeated;
    }
    Head read = new HeadReader(bytes).read();
    if (bytes.length <= MOST_REPEATED) {
      repeated = bytes;
      ofRepeated = read;
    }
    return read;
  }

  private static boolean isEmptyLine(ByteBuf in) {
    int at = in.readerIndex();
    int ends = in.getByte(at) == '\n' ? 1 : 2;
    boolean isEmpty =
        ends == 1
            || (in.getByte(at) == '\r' && in.readableBytes() > 1 && in.getByte(at + 1) == '\n');
    if (isEmpty) {
      in.skipBytes(ends);
    }
    return isEmpty;
  }

  /** Behind the empty line; less than zero when it has not come. */
  private int headEnd(ByteBuf in) {
    int start = in.readerIndex();
    int most = Math.min(in.readableBytes(), MOST_HEAD + 1);
    while (scanned < most) {
      int feed = in.indexOf(start + scanned, start + most, (byte) '\n');
      if (feed < 0) {
        scanned = most;
        return -1;
      }
      int after = feed + 1 - start;
      int left = in.readableBytes() - after;
      if (left == 0 || (left == 1 && in.getByte(feed + 1) == '\r')) {
        // Seen again when more has come.
        scanned = feed - start;
        return -1;
      }
      if (in.getByte(feed + 1) == '\n') {
        return after + 1;
      }
      if (in.getByte(feed + 1) == '\r' && in.getByte(feed + 2) == '\n') {
        return after + 2;
      }
      scanned = after;
    }
    return -1;
  }

  private void begin(List<Object> out) {
    Headers headers = head.headers();
    length = headers.first("content-length").map(Long::parseLong).orElse(0L);
    boolean chunked = headers.first("transfer-encoding").isPresent();
    boolean hasBody = chunked || length > 0;
    Optional<String> expectation = headers.first("expect").filter(none -> head.minor() == 1);
    Optional<Sites.Address> found = sites.find(head.path());
    Optional<Reply> refusal = refusal(found, expectation, length);
    if (refusal.isPresent()) {
      boolean ends =
          !head.isKeptAlive()
              || (hasBody && (chunked || expectation.isPresent() || length > MOST_SKIPPED));
      part = ends ? Part.NOTHING_MORE : hasBody ? Part.SKIPPED : Part.HEAD;
      out.add(
          new Arrived.Turned(
              refusal.get(), Optional.of(head), found, headBytes, ends, Optional.empty()));
      return;
    }
    address = found.orElseThrow();
    if (!hasBody) {
      whole(new byte[0], 0, out);
      return;
    }
    part = chunked ? Part.CHUNKS : Part.BODY;
    chunks = new Chunks(address.seat().site().mostBytes());
    if (expectation.isPresent()) {
      out.add(new Arrived.Asked());
    }
  }

  private static Optional<Reply> refusal(
      Optional<Sites.Address> found, Optional<String> expectation, Head head, long length) {
    if (found.isEmpty()) {
      return Optional.of(Reply.NOT_FOUND);
    }
    Sites.Seat seat = found.get().seat();
    if (!seat.gate().isOpen()) {
      return Optional.of(Reply.later(HttpConversation.RETRY_SECONDS));
    }
    Optional<Reply> own = seat.site().refusal(head, found.get().rest());
    if (own.isPresent()) {
      return own;
    }
    if (expectation.filter(what -> !what.equalsIgnoreCase("100-continue")).isPresent()) {
      return Optional.of(Reply.of(417));
    }
    int most = seat.site().mostBytes();
    return length > most
        ? Optional.of(Reply.text(413, "its body is longer than " + most + " bytes\n"))
        : Optional.empty();
  }

  private Optional<Reply> refusal(
      Optional<Sites.Address> found, Optional<String> expectation, long announced) {
    return refusal(found, expectation, head, announced);
  }

  private void body(ByteBuf in, List<Object> out) {
    if (in.readableBytes() >= length) {
      byte[] bytes = new byte[(int) length];
      in.readBytes(bytes);
      whole(bytes, bytes.length, out);
    }
  }

  private void chunks(ByteBuf in, List<Object> out) {
    if (chunks.isWhole(in)) {
      int before = in.readableBytes();
      byte[] bytes = chunks.take(in);
      whole(bytes, before - in.readableBytes(), out);
    }
  }

  private void whole(byte[] bytes, int taken, List<Object> out) {
    boolean ends = !head.isKeptAlive();
    part = ends ? Part.NOTHING_MORE : Part.HEAD;
    out.add(new Arrived.Whole(head, address, bytes, headBytes + taken));
    chunks = null;
  }

  private void skip(ByteBuf in) {
    int now = (int) Math.min(length, in.readableBytes());
    in.skipBytes(now);
    length -= now;
    if (length == 0) {
      part = Part.HEAD;
    }
  }

  @Override
  protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (in.isReadable()) {
      decode(ctx, in, out);
    }
    if (in.isReadable() && out.isEmpty()) {
      int left = in.readableBytes();
      in.skipBytes(left);
      part = Part.NOTHING_MORE;
      out.add(
          new Fault(
              Fault.Kind.MALFORMED,
              "ended within a request, of which " + left + " bytes had come",
              "",
              false));
    }
  }

  @Override
  public boolean isSkipping() {
    return part == Part.SKIPPED;
  }

  /** A header holds what its client shows us, and a body what it tells us. */
  @Override
  public boolean isShown() {
    return false;
  }

  @Override
  public String lack() {
    return switch (part) {
      case HEAD -> "the empty line behind the header of a request has not come";
      case BODY -> "of a body of " + length + " bytes the rest has not come";
      case CHUNKS -> "the last chunk of a body has not come";
      case SKIPPED -> "of a body that nobody wants the rest has not come";
      case NOTHING_MORE -> "its last request was answered";
    };
  }
}
