package io.integrationhost.testkit;

import io.integrationhost.kit.Network;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalServerChannel;
import io.netty.util.concurrent.Ticker;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A {@link FakeContext} that has its own network and its own time, for transports that are built on
 * the kit: no port is opened, no thread started, and nothing waits. The thread that makes it does
 * all the work, in {@link #run}, {@link #join} and {@link #passes}; no other may use it.
 *
 * <p>The network has one machine, that of the transport, whose ports are free. It has no
 * half-closed connections and takes whatever is written, so tests of those need real sockets.
 */
public final class VirtualContext extends FakeContext implements Network {

  private static final int FIRST_FREE_PORT = 49_152;

  private final ManualTime time;
  private final VirtualLoop loop;
  private final String prefix = UUID.randomUUID() + "/";
  private final Map<String, InetSocketAddress> addresses = new HashMap<>();
  private final List<InetSocketAddress> asked = new ArrayList<>();
  private int nextPort = FIRST_FREE_PORT;

  private VirtualContext(String slice, ManualTime time) {
    super(slice, time);
    this.time = time;
    this.loop = new VirtualLoop(time);
  }

  /**
   * A context with a time of its own.
   *
   * @param slice the integration's configuration, as JSON or HOCON; laid over the {@code
   *     plugin.conf} of the class path, as the host does
   */
  public static VirtualContext virtual(String slice) {
    return new VirtualContext(slice, new ManualTime());
  }

  /** The time; moving it moves clock, scheduler and network. */
  public ManualTime time() {
    return time;
  }

  /** Does everything that can be done while no time passes. */
  public void run() {
    passes(Duration.ZERO);
  }

  /** Lets time pass and does on its way what is due. */
  public void passes(Duration more) {
    time.advance(more);
  }

  /**
   * Does what is to be done until a stage of the transport is done, and lets up to 30 s pass for
   * it.
   *
   * @throws java.util.concurrent.CompletionException with what the stage failed with
   */
  public <T> T join(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    run();
    for (int second = 0; second < 30 && !future.isDone(); second++) {
      passes(Duration.ofSeconds(1));
    }
    if (!future.isDone()) {
      throw new CompletionException(new AssertionError("not done after 30 s"));
    }
    return future.join();
  }

  /** The ports that the transport has opened, in order; of port 0 the one that it got. */
  public List<Integer> ports() {
    return asked.stream().map(InetSocketAddress::getPort).toList();
  }

  /**
   * A new device that connects to a port of the transport.
   *
   * @param from its address, as the transport sees it
   * @param port one of {@link #ports}
   */
  public VirtualDevice connect(InetSocketAddress from, int port) {
    InetSocketAddress to =
        asked.stream()
            .filter(address -> address.getPort() == port)
            .findFirst()
            .orElseThrow(() -> new AssertionError("port " + port + " is not open, but " + ports()));
    return new VirtualDevice(this, known(from), known(to));
  }

  @Override
  public EventLoopGroup loops() {
    return loop;
  }

  @Override
  public Ticker ticker() {
    return loop.ticker();
  }

  @Override
  public ServerChannel server() {
    return new LocalServerChannel();
  }

  @Override
  public Channel client() {
    return new LocalChannel();
  }

  @Override
  public Channel datagrams() {
    throw new UnsupportedOperationException("not yet");
  }

  @Override
  public SocketAddress virtual(InetSocketAddress address) {
    InetSocketAddress given =
        address.getPort() == 0 ? new InetSocketAddress(address.getAddress(), nextPort++) : address;
    asked.add(given);
    return known(given);
  }

  private LocalAddress known(InetSocketAddress address) {
    LocalAddress virtual = new LocalAddress(prefix + address);
    addresses.put(virtual.id(), address);
    return virtual;
  }

  @Override
  public InetSocketAddress real(SocketAddress address) {
    return addresses.get(((LocalAddress) address).id());
  }
}
