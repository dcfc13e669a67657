package io.integrationhost.kit.transport;

import io.integrationhost.kit.Network;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Ticker;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Real sockets, and a clock for time limits that can be set forward. */
final class ShiftedHost extends FakeHost implements Network {

  private volatile OptionalLong standing = OptionalLong.empty();
  private final AtomicLong shift = new AtomicLong();
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          2, new DefaultThreadFactory("test-io", true), NioIoHandler.newFactory());

  ShiftedHost(String slice) {
    super(slice);
  }

  /** The clock stands, but for what it is set forward. */
  void stand() {
    standing = OptionalLong.of(System.nanoTime());
  }

  void forward(long seconds) {
    shift.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  @Override
  public EventLoopGroup loops() {
    return loops;
  }

  @Override
  public Ticker ticker() {
    return new Ticker() {
      @Override
      public long initialNanoTime() {
        return 0;
      }

      @Override
      public long nanoTime() {
        return standing.orElseGet(System::nanoTime) + shift.get();
      }

      @Override
      public void sleep(long delay, TimeUnit unit) {
        throw new UnsupportedOperationException("nothing sleeps on a loop");
      }
    };
  }

  @Override
  public ServerChannel server() {
    return new NioServerSocketChannel();
  }

  @Override
  public Channel client() {
    return new NioSocketChannel();
  }

  @Override
  public Channel datagrams() {
    return new NioDatagramChannel();
  }

  @Override
  public SocketAddress virtual(InetSocketAddress address) {
    return address;
  }

  @Override
  public InetSocketAddress real(SocketAddress address) {
    return (InetSocketAddress) address;
  }

  @Override
  public void close() {
    super.close();
    var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
