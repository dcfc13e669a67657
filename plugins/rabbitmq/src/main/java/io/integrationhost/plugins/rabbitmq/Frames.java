package io.integrationhost.plugins.rabbitmq;

import com.rabbitmq.client.WriteListener;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import io.integrationhost.plugin.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the library reads and writes on one connection. Tells the host, and leaves out what
 * deliveries hold that are too long, cannot be read, or for which there is no room: the library
 * would end the connection because of the first two, and keep the last, whatever it holds. What it
 * sees of such a delivery has neither body nor properties. Thread-safe.
 */
final class Frames implements FrameHandler {

  private static final int METHOD = 1;
  private static final int HEADER = 2;
  private static final int BODY = 3;
  private static final int BASIC = 60;
  private static final int DELIVER = 60;
  private static final int BODY_SIZE_AT = 4;

  /** What a message takes beside its body and properties, about. */
  private static final int OVERHEAD = 512;

  /** What became of a delivery's body. */
  enum Fate {
    KEPT,
    TOO_LONG,
    UNREADABLE,
    NO_ROOM
  }

  /**
   * A delivery that has come.
   *
   * @param length of its body, in bytes
   * @param taken from the budget, to be given back when it is done
   */
  record Arrival(Fate fate, long length, long taken) {}

  private static final class ChannelState {
    private final Map<Long, Arrival> arrivals = new HashMap<>();
    private long tag = -1;
    private long leftOut;
    private boolean isFull;
  }

  private final FrameHandler socket;
  private final Wire.Line line;
  private final Budget budget;
  private final long longest;
  private final Map<Integer, ChannelState> channels = new HashMap<>();
  private boolean ended;

  Frames(FrameHandler socket, Wire.Line line, Budget budget, long longest) {
    this.socket = socket;
    this.line = line;
    this.budget = budget;
    this.longest = longest;
  }

  @Override
  public Frame readFrame() throws IOException {
    while (true) {
      Frame frame = socket.readFrame();
      if (frame == null) {
        return null;
      }
      received(frame);
      Frame passed = pass(frame);
      if (passed != null) {
        return passed;
      }
    }
  }

  private synchronized void received(Frame frame) {
    line.received(frame.size());
    if (line.isWatched() && frame.getChannel() != 0) {
      line.receivedCopy(frame.getPayload());
    }
  }

  /** Null: nobody is to see it. */
  private synchronized Frame pass(Frame frame) {
    ChannelState state = channels.computeIfAbsent(frame.getChannel(), number -> new ChannelState());
    return switch (frame.getType()) {
      case METHOD -> {
        state.tag = deliveryTag(frame.getPayload());
        yield frame;
      }
      case HEADER -> state.tag < 0 ? frame : header(frame, state);
      case BODY -> {
        if (state.leftOut <= 0) {
          yield frame;
        }
        state.leftOut -= frame.getPayload().length;
        yield null;
      }
      default -> frame;
    };
  }

  /** Of basic.deliver; -1 of any other method. */
  private static long deliveryTag(byte[] payload) {
    ByteBuffer method = ByteBuffer.wrap(payload);
    if (payload.length < 5 || method.getShort() != BASIC || method.getShort() != DELIVER) {
      return -1;
    }
    int consumer = Byte.toUnsignedInt(method.get());
    return method.remaining() < consumer + Long.BYTES
        ? -1
        : method.getLong(method.position() + consumer);
  }

  private Frame header(Frame frame, ChannelState state) {
    byte[] payload = frame.getPayload();
    long length = payload.length < BODY_SIZE_AT + Long.BYTES ? 0 : lengthIn(payload);
    long cost = length + payload.length + OVERHEAD;
    Fate fate = Fate.KEPT;
    if (length < 0 || length > longest) {
      fate = Fate.TOO_LONG;
    } else if (!Properties.areReadable(payload)) {
      fate = Fate.UNREADABLE;
    } else if (ended || state.isFull || !budget.take(cost)) {
      // What follows must not overtake it.
      state.isFull = true;
      fate = Fate.NO_ROOM;
    }
    state.arrivals.put(state.tag, new Arrival(fate, length, fate == Fate.KEPT ? cost : 0));
    state.tag = -1;
    if (fate == Fate.KEPT) {
      return frame;
    }
    state.leftOut = length;
    return new Frame(HEADER, frame.getChannel(), withoutAnything(payload));
  }

  /** The header of a message without a body and properties. */
  private static byte[] withoutAnything(byte[] payload) {
    byte[] empty = Arrays.copyOf(payload, BODY_SIZE_AT + Long.BYTES + Short.BYTES);
    ByteBuffer.wrap(empty).putLong(BODY_SIZE_AT, 0).putShort(BODY_SIZE_AT + Long.BYTES, (short) 0);
    return empty;
  }

  private static long lengthIn(byte[] payload) {
    return ByteBuffer.wrap(payload).getLong(BODY_SIZE_AT);
  }

  /** What has come with this tag; whoever asks gives back what was taken. */
  synchronized Arrival arrival(int channel, long tag) {
    ChannelState state = channels.get(channel);
    Arrival arrival = state == null ? null : state.arrivals.remove(tag);
    return arrival == null ? new Arrival(Fate.NO_ROOM, 0, 0) : arrival;
  }

  /** A channel is gone: gives back what nobody has asked for. Its number may be used again. */
  synchronized void forget(int channel) {
    ChannelState state = channels.remove(channel);
    if (state != null) {
      giveBack(List.of(state));
    }
  }

  /** The connection is gone. */
  synchronized void end(Wire.End why) {
    ended = true;
    giveBack(new ArrayList<>(channels.values()));
    channels.clear();
    line.closed(why);
  }

  private void giveBack(List<ChannelState> states) {
    states.stream()
        .flatMap(state -> state.arrivals.values().stream())
        .forEach(arrival -> budget.give(arrival.taken()));
    states.forEach(state -> state.arrivals.clear());
  }

  @Override
  public void writeFrame(Frame frame) throws IOException {
    synchronized (this) {
      line.sent(frame.size());
      // Channel 0 carries the password.
      if (line.isWatched() && frame.getChannel() != 0) {
        line.sentCopy(frame.getPayload());
      }
    }
    socket.writeFrame(frame);
  }

  @Override
  public boolean internalHearbeat() {
    return socket.internalHearbeat();
  }

  @Override
  public void setTimeout(int millis) throws SocketException {
    socket.setTimeout(millis);
  }

  @Override
  public int getTimeout() throws SocketException {
    return socket.getTimeout();
  }

  @Override
  public void sendHeader() throws IOException {
    socket.sendHeader();
  }

  @Override
  public void initialize(AMQConnection connection) {
    socket.initialize(connection);
  }

  @Override
  public void startProcessing() {
    socket.startProcessing();
  }

  @Override
  public void finishConnectionNegotiation() {
    socket.finishConnectionNegotiation();
  }

  @Override
  public void setFrameMax(int bytes) {
    socket.setFrameMax(bytes);
  }

  @Override
  public void flush(WriteListener listener) throws IOException {
    socket.flush(listener);
  }

  @Override
  public void close() {
    socket.close();
  }

  @Override
  public InetAddress getLocalAddress() {
    return socket.getLocalAddress();
  }

  @Override
  public int getLocalPort() {
    return socket.getLocalPort();
  }

  @Override
  public InetAddress getAddress() {
    return socket.getAddress();
  }

  @Override
  public int getPort() {
    return socket.getPort();
  }
}
