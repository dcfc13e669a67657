package io.integrationhost.plugins.coap;

import io.integrationhost.kit.Refusal;
import io.integrationhost.plugins.coap.Settings.PortSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.InMemoryMessageExchangeStore;
import org.eclipse.californium.core.network.RandomTokenGenerator;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;
import org.eclipse.californium.core.server.DelivererException;
import org.eclipse.californium.core.server.ServerMessageDeliverer;
import org.eclipse.californium.core.server.resources.Resource;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.RawDataChannel;
import org.eclipse.californium.elements.UDPConnector;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;

/** A bound port with the transports that hang below its paths. Thread-safe. */
final class Port {

  /** Tasks that wait for one thread; beyond that datagrams are dropped, as a full socket does. */
  private static final int MOST_WAITING = 5000;

  /** What hangs deeper is none of an integration. */
  private static final int MOST_SEGMENTS = 16;

  private static final int MESSAGE_BYTES = 1024;

  /** What does not fit is to come in blocks. */
  private static final int LONGEST_MESSAGE = MESSAGE_BYTES * 2;

  /** A longer one cannot be sent. */
  private static final int LONGEST_DATAGRAM = 65_507;

  private final PortSettings settings;
  private final Ports ports;
  private final Threads threads;
  private final Map<String, CoapTransport> transports = new ConcurrentHashMap<>();
  private final RecentMap<InetSocketAddress, CoapTransport> lastOf;
  private final AtomicLong dropped = new AtomicLong();
  private final LongMessages tooLong;
  private final Optional<DtlsPort> dtls;
  private final Connector connector;
  private final CoapEndpoint endpoint;

  private Port(PortSettings settings, Ports ports, Threads threads) {
    this.settings = settings;
    this.ports = ports;
    this.threads = threads;
    lastOf = new RecentMap<>(settings.maxPeers());
    tooLong = new LongMessages(settings.maxBodyLength(), this::find, this::send);
    Configuration config = configuration(settings);
    dtls = settings.dtls().map(each -> new DtlsPort(settings.address(), each, config));
    connector = dtls.isPresent() ? dtls.get().connector(this::bounded) : plain(config);
    var store =
        new InMemoryMessageExchangeStore(
            settings.toString(), config, new RandomTokenGenerator(config));
    store.setDeduplicator(new RecentMessages(settings.maxPeers(), System::nanoTime));
    endpoint =
        new CoapEndpoint.Builder()
            .setConfiguration(config)
            .setConnector(connector)
            .setMessageExchangeStore(store)
            .setLoggingTag(settings.toString())
            .setCoapStackFactory(new BoundedStack.Factory(settings))
            .build();
    endpoint.setExecutors(threads, threads);
    endpoint.setMessageDeliverer(new Deliverer(config));
    endpoint.addInterceptor(new Received());
    endpoint.addPostProcessInterceptor(new Sent());
  }

  /**
   * Binds the port.
   *
   * @throws io.integrationhost.plugin.TransportException when it cannot be bound, or what its
   *     certificates say is wrong
   */
  static Port open(PortSettings settings, Ports ports, Threads threads) {
    var port = new Port(settings, ports, threads);
    try {
      port.endpoint.start();
      return port;
    } catch (Error e) {
      port.close();
      throw e;
    } catch (IOException | RuntimeException e) {
      port.close();
      throw Refusal.unavailable(
          "cannot listen on "
              + settings
              + " ("
              + (e.getMessage() == null ? e : e.getMessage())
              + "); another program has the port, or bindAddress is not of this machine");
    }
  }

  private static Configuration configuration(PortSettings settings) {
    CoapConfig.register();
    UdpConfig.register();
    var config = new Configuration(CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS);
    if (settings.dtls().isPresent()) {
      config = DtlsPort.configuration();
    }
    return config
        .set(CoapConfig.MAX_MESSAGE_SIZE, MESSAGE_BYTES)
        .set(CoapConfig.PREFERRED_BLOCK_SIZE, MESSAGE_BYTES)
        .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, settings.maxBodyLength())
        .set(CoapConfig.MAX_ACTIVE_PEERS, settings.maxPeers())
        .set(CoapConfig.MAX_SERVER_OBSERVES, 0)
        .set(CoapConfig.USE_MESSAGE_OFFLOADING, true)
        .set(CoapConfig.RESPONSE_MATCHING, CoapConfig.MatcherMode.RELAXED)
        .set(CoapConfig.BLOCKWISE_STRICT_BLOCK2_OPTION, true)
        .set(CoapConfig.BLOCKWISE_STATUS_LIFETIME, 1, TimeUnit.MINUTES)
        .set(UdpConfig.UDP_RECEIVER_THREAD_COUNT, 1)
        .set(UdpConfig.UDP_SENDER_THREAD_COUNT, 1)
        .set(UdpConfig.UDP_DATAGRAM_SIZE, LONGEST_DATAGRAM)
        .set(UdpConfig.UDP_CONNECTOR_OUT_CAPACITY, MOST_WAITING)
        .set(UdpConfig.UDP_RECEIVE_BUFFER_SIZE, 1 << 20);
  }

  private Connector plain(Configuration config) {
    return new UDPConnector(settings.address(), config) {
      @Override
      public void setRawDataReceiver(RawDataChannel receiver) {
        super.setRawDataReceiver(bounded(receiver));
      }
    };
  }

  /** The queues of the threads have no bound of their own, and what they hold may be long. */
  private RawDataChannel bounded(RawDataChannel receiver) {
    return raw -> {
      InetSocketAddress peer = raw.getInetSocketAddress();
      if (raw.getSize() > LONGEST_MESSAGE) {
        tooLong.refuse(raw);
      } else if (!threads.hand(peer, MOST_WAITING, () -> receiver.receiveData(raw))) {
        dropped.incrementAndGet();
      }
    };
  }

  private void send(RawData raw) {
    connector.send(raw);
  }

  PortSettings settings() {
    return settings;
  }

  /** As it was bound. */
  InetSocketAddress address() {
    return endpoint.getAddress();
  }

  /** What came and was not served, for people; nothing of what never happened. */
  static Map<String, String> troubles(List<Port> ports) {
    Map<String, String> troubles = new LinkedHashMap<>();
    put(
        troubles,
        "dropped",
        ports.stream().mapToLong(port -> port.dropped.get()).sum(),
        " datagrams of the ports that came faster than they are read");
    put(
        troubles,
        "too long",
        ports.stream().mapToLong(port -> port.tooLong.refused()).sum(),
        " datagrams of the ports that should have come in blocks");
    put(
        troubles,
        "hellos",
        ports.stream().flatMap(port -> port.dtls.stream()).mapToLong(DtlsPort::refusedHellos).sum(),
        " hellos of DTLS that were passed over, since too many came at once");
    return troubles;
  }

  private static void put(Map<String, String> troubles, String key, long count, String what) {
    if (count > 0) {
      troubles.put(key, count + what);
    }
  }

  /** Reads certificates and keys again; waits for files. */
  void lookAgain() {
    dtls.ifPresent(DtlsPort::lookAgain);
  }

  /** What is wrong with its certificates; empty: nothing. */
  Optional<String> problem(Instant now) {
    return dtls.flatMap(each -> each.problem(now));
  }

  /** Whose it is, for messages. */
  String users() {
    return String.join(
        ", ", new TreeSet<>(transports.values().stream().map(CoapTransport::label).toList()));
  }

  /**
   * Hangs a transport below a path.
   *
   * @throws io.integrationhost.plugin.TransportException when another one is there, or has a device
   *     of the same identity
   */
  void add(String path, CoapTransport transport) {
    CoapTransport there = transports.putIfAbsent(path, transport);
    if (there != null) {
      throw Refusal.configuration(
          "path /"
              + path
              + " of "
              + settings
              + " belongs to "
              + there.label()
              + " already; give another path or port");
    }
    dtls.ifPresent(each -> each.psk().add(transport));
  }

  /**
   * Takes a transport away.
   *
   * @return whether it was the last one
   */
  boolean remove(CoapTransport transport) {
    boolean was = transports.values().removeIf(each -> each == transport);
    lastOf.forget(transport);
    boolean isEmpty = transports.isEmpty();
    dtls.ifPresent(each -> each.remove(transport, !isEmpty));
    return was && isEmpty;
  }

  /** Whose path it is, or is above it. */
  Optional<CoapTransport> find(List<String> segments) {
    var path = new StringBuilder();
    for (int i = 0; i < Math.min(segments.size(), MOST_SEGMENTS); i++) {
      path.append(i == 0 ? "" : "/").append(segments.get(i));
      CoapTransport found = transports.get(path.toString());
      if (found != null) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** Path segments; one option may hold several. */
  static List<String> segments(Request request) {
    String path = request.getOptions().getUriPathString();
    return List.of(path.split("/", -1));
  }

  void close() {
    endpoint.destroy();
    dtls.ifPresent(DtlsPort::close);
  }

  /** Finds whom a request is for. */
  private final class Deliverer extends ServerMessageDeliverer {
    Deliverer(Configuration config) {
      super(null, config);
    }

    @Override
    protected Resource findResource(Exchange exchange) throws DelivererException {
      List<String> segments = segments(exchange.getRequest());
      Optional<CoapTransport> found = find(segments);
      if (found.isPresent()) {
        return found.get().resource(exchange, segments);
      }
      boolean isSecure = settings.dtls().isPresent();
      if (ports.elsewhere(segments, isSecure).isPresent()) {
        throw new DelivererException(
            ResponseCode.BAD_REQUEST,
            isSecure
                ? "this integration takes no DTLS: use coap://"
                : "this integration takes DTLS only: use coaps://",
            false);
      }
      return null;
    }
  }

  private void counted(Message message, Optional<CoapTransport> transport, boolean isSent) {
    byte[] bytes = message.getBytes();
    if (bytes == null) {
      return;
    }
    InetSocketAddress peer =
        (isSent ? message.getDestinationContext() : message.getSourceContext()).getPeerAddress();
    transport.or(() -> lastOf.get(peer)).ifPresent(each -> each.passed(peer, bytes, isSent));
  }

  /** Tells whoever a message is for of its bytes. */
  private final class Received extends MessageInterceptorAdapter {
    @Override
    public void receiveRequest(Request request) {
      Optional<CoapTransport> transport = find(segments(request));
      transport.ifPresent(each -> lastOf.put(request.getSourceContext().getPeerAddress(), each));
      counted(request, transport, false);
    }

    @Override
    public void receiveEmptyMessage(EmptyMessage message) {
      counted(message, Optional.empty(), false);
    }
  }

  /** What a device is sent is its last integration's. */
  private final class Sent extends MessageInterceptorAdapter {
    @Override
    public void sendResponse(Response response) {
      counted(response, Optional.empty(), true);
    }

    @Override
    public void sendEmptyMessage(EmptyMessage message) {
      counted(message, Optional.empty(), true);
    }
  }
}
