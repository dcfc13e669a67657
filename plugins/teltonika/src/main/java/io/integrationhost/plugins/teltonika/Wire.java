package io.integrationhost.plugins.teltonika;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A connection and how it ends: what was sent last must arrive, although the device may go on
 * sending. All methods belong to the event loop unless they say otherwise.
 */
final class Wire {

  private static final long DRAIN_SECONDS = 2;
  private static final long LINGER_SECONDS = 1;

  private final SocketChannel channel;
  private final InetSocketAddress remote;
  private boolean open = true;
  private boolean halfClosed;

  Wire(SocketChannel channel, InetSocketAddress remote) {
    this.channel = channel;
    this.remote = remote;
  }

  /** For logs. Any thread. */
  String remote() {
    return remote.getAddress().getHostAddress() + ":" + remote.getPort();
  }

  /** Any thread. */
  EventLoop loop() {
    return channel.eventLoop();
  }

  /** Any thread; false when the loop has ended. */
  boolean execute(Runnable task) {
    try {
      channel.eventLoop().execute(task);
      return true;
    } catch (RejectedExecutionException ended) {
      return false;
    }
  }

  /** Whether something may still be taken from the device. */
  boolean isOpen() {
    return open;
  }

  boolean isConnected() {
    return channel.isActive();
  }

  /** Whether the device has said its last. */
  boolean isHalfClosed() {
    return halfClosed;
  }

  void inputEnded() {
    halfClosed = true;
    if (!open) {
      close();
    }
  }

  /** Reads or does not read; a device that does not take its answers is not read either. */
  void read(boolean wanted) {
    boolean reading = !open || (wanted && channel.isWritable());
    if (channel.config().isAutoRead() != reading) {
      channel.config().setAutoRead(reading);
    }
  }

  void send(byte[] bytes) {
    var unused = write(bytes);
  }

  /** Sends and says how it went; a failure ends the connection too. */
  ChannelFuture write(byte[] bytes) {
    return channel
        .writeAndFlush(Unpooled.wrappedBuffer(bytes))
        .addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }

  /** Sends and ends. */
  void sendLast(byte[] bytes) {
    send(bytes);
    finish();
  }

  /**
   * Ends when all is written. Input is thrown away for a moment: closing over unread input would
   * reset the connection and could destroy the last answer.
   */
  void finish() {
    if (!open) {
      return;
    }
    open = false;
    var unused =
        channel
            .writeAndFlush(Unpooled.EMPTY_BUFFER)
            .addListener(
                written -> {
                  if (halfClosed) {
                    close();
                  } else {
                    shutdownOutput();
                  }
                });
    closeIn(LINGER_SECONDS);
    read(true);
  }

  private void shutdownOutput() {
    var unused = channel.shutdownOutput();
  }

  /** Ends at once. */
  void close() {
    open = false;
    var unused = channel.close();
  }

  /** Ends even if what is under way takes too long. */
  void closeSoon() {
    closeIn(DRAIN_SECONDS);
  }

  private void closeIn(long seconds) {
    var unused = channel.eventLoop().schedule(this::close, seconds, TimeUnit.SECONDS);
  }
}
