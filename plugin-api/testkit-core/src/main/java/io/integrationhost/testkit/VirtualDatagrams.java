package io.integrationhost.testkit;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A channel for datagrams in the network of a {@link VirtualContext}: reads and writes {@link
 * DatagramPacket}s; what comes while it does not read waits. Belongs to its loop.
 */
final class VirtualDatagrams extends AbstractChannel {

  private static final ChannelMetadata METADATA = new ChannelMetadata(true);

  private final ChannelConfig config = new DefaultChannelConfig(this);
  private final Function<SocketAddress, InetSocketAddress> bind;
  private final BiConsumer<InetSocketAddress, byte[]> sent;
  private final Deque<DatagramPacket> waiting = new ArrayDeque<>();
  private InetSocketAddress local;
  private InetSocketAddress remote;
  private boolean closed;
  private boolean reads;

  /**
   * A channel that is not bound yet.
   *
   * @param bind gives the address for the one that was asked for
   * @param sent takes what is sent, and to whom
   */
  VirtualDatagrams(
      Function<SocketAddress, InetSocketAddress> bind, BiConsumer<InetSocketAddress, byte[]> sent) {
    super(null);
    this.bind = bind;
    this.sent = sent;
  }

  /** Something comes from the network. */
  void comes(DatagramPacket packet) {
    waiting.add(packet);
    deliver();
  }

  private void deliver() {
    boolean any = false;
    while (reads && !waiting.isEmpty()) {
      reads = false;
      any = true;
      pipeline().fireChannelRead(waiting.poll());
      pipeline().fireChannelReadComplete();
    }
    if (any && config.isAutoRead()) {
      read();
    }
  }

  @Override
  protected void doBeginRead() {
    if (!reads) {
      reads = true;
      eventLoop().execute(this::deliver);
    }
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer out) {
    for (Object next = out.current(); next != null; next = out.current()) {
      DatagramPacket packet = (DatagramPacket) next;
      sent.accept(
          packet.recipient() == null ? remote : packet.recipient(),
          ByteBufUtil.getBytes(packet.content()));
      out.remove();
    }
  }

  @Override
  protected void doBind(SocketAddress address) {
    local = bind.apply(address);
  }

  @Override
  protected void doDisconnect() {
    remote = null;
  }

  @Override
  protected void doClose() {
    closed = true;
    waiting.forEach(DatagramPacket::release);
    waiting.clear();
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new AbstractUnsafe() {
      @Override
      public void connect(SocketAddress to, SocketAddress from, ChannelPromise promise) {
        if (local == null) {
          local = bind.apply(new InetSocketAddress(0));
        }
        remote = bind.apply(to);
        promise.setSuccess();
        pipeline().fireChannelActive();
      }
    };
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return true;
  }

  @Override
  protected InetSocketAddress localAddress0() {
    return local;
  }

  @Override
  protected SocketAddress remoteAddress0() {
    return remote;
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public boolean isActive() {
    return !closed && local != null;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }
}
