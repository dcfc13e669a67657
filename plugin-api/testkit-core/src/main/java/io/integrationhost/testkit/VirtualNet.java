package io.integrationhost.testkit;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalServerChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The network of one {@link VirtualContext}: the addresses, and who is behind them. For the thread
 * that made it.
 */
final class VirtualNet {

  private static final int FIRST_FREE_PORT = 49_152;
  private static final InetSocketAddress ANY = new InetSocketAddress("10.0.0.100", 0);

  private final VirtualContext context;
  private final VirtualLoop loop;
  private final String prefix = UUID.randomUUID() + "/";
  private final Map<String, InetSocketAddress> addresses = new HashMap<>();
  private final Map<String, InetAddress> names = new HashMap<>();
  private final List<InetSocketAddress> asked = new ArrayList<>();
  private final Map<InetSocketAddress, Channel> answering = new LinkedHashMap<>();
  private final List<VirtualDevice> peers = new ArrayList<>();
  private final List<Instant> dialled = new ArrayList<>();
  private final List<VirtualDatagrams> datagrams = new ArrayList<>();
  private final Map<InetSocketAddress, VirtualDevice> senders = new HashMap<>();
  private boolean peersAnswer;
  private int nextPort = FIRST_FREE_PORT;

  VirtualNet(VirtualContext context, VirtualLoop loop) {
    this.context = context;
    this.loop = loop;
  }

  // ---- addresses --------------------------------------------------------------------------

  /** What stands for an address that the transport listens on or dials. */
  SocketAddress asked(InetSocketAddress address) {
    InetSocketAddress given = withPort(lookedUp(address));
    asked.add(given);
    return known(given);
  }

  /** Each name has an address of its own: a transport may ask for that of its peer. */
  private InetSocketAddress lookedUp(InetSocketAddress address) {
    if (!address.isUnresolved()) {
      return address;
    }
    int number = names.size() + 1;
    byte[] next = {10, 1, (byte) (number >> Byte.SIZE), (byte) number};
    InetAddress found =
        names.computeIfAbsent(
            address.getHostString(),
            name -> {
              try {
                return InetAddress.getByAddress(name, next);
              } catch (UnknownHostException e) {
                throw new IllegalStateException("four bytes are an address", e);
              }
            });
    return new InetSocketAddress(found, address.getPort());
  }

  private InetSocketAddress withPort(InetSocketAddress address) {
    return address.getPort() == 0
        ? new InetSocketAddress(address.getAddress(), nextPort++)
        : address;
  }

  private LocalAddress known(InetSocketAddress address) {
    LocalAddress virtual = new LocalAddress(prefix + address);
    addresses.put(virtual.id(), address);
    return virtual;
  }

  InetSocketAddress real(SocketAddress address) {
    return address instanceof InetSocketAddress already
        ? already
        : addresses.get(((LocalAddress) address).id());
  }

  List<Integer> ports() {
    return asked.stream().map(InetSocketAddress::getPort).distinct().toList();
  }

  // ---- the transport listens --------------------------------------------------------------

  VirtualDevice connect(InetSocketAddress from, int port) {
    InetSocketAddress to =
        asked.stream()
            .filter(address -> address.getPort() == port)
            .findFirst()
            .orElseThrow(() -> new AssertionError("port " + port + " is not open, but " + ports()));
    LocalChannel channel = new LocalChannel();
    VirtualDevice device = new VirtualDevice(context, channel);
    var unused =
        new Bootstrap()
            .group(loop)
            .channelFactory(() -> channel)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel own) {
                    device.listen();
                  }
                })
            .connect(known(to), known(from));
    context.run();
    return device;
  }

  // ---- the transport dials ----------------------------------------------------------------

  void peersAnswer(boolean now) {
    peersAnswer = now;
    if (!now) {
      answering.values().forEach(VirtualNet::close);
      answering.clear();
      List.copyOf(peers).forEach(VirtualDevice::close);
    }
    context.run();
  }

  private static void close(Channel channel) {
    var unused = channel.close();
  }

  List<VirtualDevice> peers() {
    return List.copyOf(peers);
  }

  List<Instant> dialled() {
    return List.copyOf(dialled);
  }

  /** Before it connects, whoever it dials gets a port, if peers answer. */
  Channel client() {
    LocalChannel channel = new LocalChannel();
    channel
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void connect(
                  ChannelHandlerContext ctx,
                  SocketAddress remote,
                  SocketAddress local,
                  ChannelPromise promise) {
                dialled.add(context.time().now());
                SocketAddress own = local == null ? known(withPort(ANY)) : local;
                if (peersAnswer && !answering.containsKey(real(remote))) {
                  answer(remote, () -> go(ctx, remote, own, promise));
                } else {
                  go(ctx, remote, own, promise);
                }
              }

              private void go(
                  ChannelHandlerContext ctx,
                  SocketAddress remote,
                  SocketAddress local,
                  ChannelPromise promise) {
                var unused = ctx.connect(remote, local, promise);
              }
            });
    return channel;
  }

  private void answer(SocketAddress address, Runnable then) {
    var bound =
        new ServerBootstrap()
            .group(loop)
            .channel(LocalServerChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel accepted) {
                    VirtualDevice peer = new VirtualDevice(context, accepted);
                    peer.listen();
                    peers.add(peer);
                  }
                })
            .bind(address);
    answering.put(real(address), bound.channel());
    var unused = bound.addListener(done -> then.run());
  }

  // ---- datagrams --------------------------------------------------------------------------

  VirtualDatagrams datagrams() {
    VirtualDatagrams channel = new VirtualDatagrams(this::bind, this::deliver);
    datagrams.add(channel);
    return channel;
  }

  private InetSocketAddress bind(SocketAddress address) {
    return withPort(real(address));
  }

  private void deliver(InetSocketAddress to, byte[] bytes) {
    VirtualDevice device = senders.get(to);
    if (device != null) {
      device.hear(bytes);
    }
  }

  /** A device that sends datagrams to a port of the transport. */
  VirtualDevice sender(InetSocketAddress from, int port) {
    VirtualDatagrams channel =
        datagrams.stream()
            .filter(one -> one.isActive() && one.localAddress0().getPort() == port)
            .findFirst()
            .orElseThrow(() -> new AssertionError("port " + port + " of UDP is not open"));
    VirtualDevice device =
        new VirtualDevice(
            context,
            channel,
            bytes ->
                channel.comes(
                    new DatagramPacket(
                        Unpooled.wrappedBuffer(bytes.clone()), channel.localAddress0(), from)));
    senders.put(from, device);
    return device;
  }
}
