package io.integrationhost.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;

/** Reads datagrams and counts them: what the machine can take at most. */
final class BareReceiver implements DatagramSink {

  private static final int LONGEST = 65_507;

  private final DatagramChannel channel;
  private final BenchThread thread;
  private volatile long read;

  BareReceiver(int bufferBytes) {
    try {
      channel =
          DatagramChannel.open()
              .setOption(StandardSocketOptions.SO_RCVBUF, bufferBytes)
              .bind(new InetSocketAddress(0));
    } catch (IOException e) {
      throw new BenchException("no port of datagrams: " + e.getMessage(), e);
    }
    thread = BenchThread.start("bare-receiver", this::run);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private void run() {
    ByteBuffer datagram = ByteBuffer.allocateDirect(LONGEST);
    try {
      while (true) {
        channel.receive(datagram.clear());
        read++;
      }
    } catch (AsynchronousCloseException closed) {
      // That is its end.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int port() {
    try {
      return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long taken() {
    return read;
  }

  @Override
  public long refused() {
    return 0;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.join();
  }
}
