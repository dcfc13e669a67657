package io.integrationhost.plugins.coap;

import io.integrationhost.kit.LimitedLog;
import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Endpoint;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Wire;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.resources.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The resource of one integration, on one or two ports. Thread-safe. */
final class CoapTransport implements Transport {

  private static final Logger log = LoggerFactory.getLogger(CoapTransport.class);
  private static final long LOOK_SECONDS = 30;

  /** For the last answers to leave, before the ports close. */
  private static final long PATIENCE_SECONDS = 1;

  private static final String STOPS = "the integration stops";

  private final TransportContext context;
  private final Settings settings;
  private final Ports ports;
  private final LimitedLog limited;
  private final Peers peers;
  private final Unanswered unanswered;
  private final HeldAnswers held;
  private final Observers observers;
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final Resource uplinks = new UplinkResource();
  private volatile List<Port> entered = List.of();
  private volatile boolean paused;
  private volatile boolean stopped;
  private CompletionStage<List<Port>> starting;

  CoapTransport(TransportContext context, Settings settings, Ports ports) {
    this.context = context;
    this.settings = settings;
    this.ports = ports;
    limited = new LimitedLog(log, label());
    var reach = new Reach(context.uplinks());
    peers = new Peers(context, reach, settings.limits().peers());
    unanswered = new Unanswered(settings.limits().timeout(), context.scheduler(), this::late);
    held = new HeldAnswers(settings.downlinks().inAnswer(), context.scheduler());
    observers = new Observers(settings.downlinks(), reach);
  }

  /** For messages. */
  String label() {
    return "integration '" + context.integration() + "', transport '" + context.transport() + "'";
  }

  Settings settings() {
    return settings;
  }

  void warn(String kind, Supplier<String> message) {
    limited.warn(kind, message);
  }

  @Override
  public synchronized CompletionStage<Void> start() {
    if (stopped) {
      return Refusal.notNow("the transport was stopped before it had started");
    }
    starting = ports.enter(this);
    return starting.thenAccept(this::begin);
  }

  private synchronized void begin(List<Port> open) {
    entered = open;
    if (!stopped) {
      var unused =
          context
              .scheduler()
              .scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Ends the sessions of the silent, and has certificates and keys read again, beside. */
  void look() {
    peers.closeIdle();
    if (settings.secure().isPresent()) {
      entered.forEach(port -> ports.beside(port::lookAgain));
    }
  }

  @Override
  public CompletionStage<Void> stop() {
    CompletionStage<?> before;
    synchronized (this) {
      stopped = true;
      before = starting == null ? CompletableFuture.completedFuture(null) : starting;
    }
    Stream<CompletableFuture<Void>> last =
        Stream.concat(
            unanswered.end().stream().map(each -> Answers.leaves(each, comeAgain(STOPS))),
            held.end().stream()
                .map(each -> Answers.leaves(each, new Response(ResponseCode.CREATED))));
    CompletableFuture<Void> told =
        CompletableFuture.allOf(last.toArray(CompletableFuture<?>[]::new))
            .completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS);
    observers.end();
    return before
        .handle((open, failure) -> null)
        .thenCompose(open -> told)
        .thenCompose(open -> ports.leave(this))
        .whenComplete((done, failure) -> peers.end());
  }

  /** The bound ports, in the order plain, secure. */
  List<InetSocketAddress> addresses() {
    return entered.stream().map(Port::address).toList();
  }

  /** Messages that devices know to have come, and whose answers have not. */
  int accepted() {
    return unanswered.accepted();
  }

  /** Who is sent downlinks. */
  int relations() {
    return observers.relations();
  }

  @Override
  public List<Endpoint> listensOn() {
    return Stream.of(settings.plain(), settings.secure())
        .flatMap(Optional::stream)
        .map(place -> place.port().address())
        .map(at -> Endpoint.udp(at.getAddress().getHostAddress(), at.getPort()))
        .toList();
  }

  @Override
  public void pause(boolean now) {
    paused = now;
  }

  @Override
  public Health health() {
    List<String> problems = new ArrayList<>();
    entered.forEach(port -> port.problem(context.clock().instant()).ifPresent(problems::add));
    if (!problems.isEmpty()) {
      return Health.degraded(String.join("; ", problems));
    }
    return new Health(
        Health.Status.UP, peers.count() + " devices heard, " + refused.get() + " messages refused");
  }

  @Override
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    Stream.of(settings.plain(), settings.secure())
        .flatMap(Optional::stream)
        .forEach(place -> facts.put(place.port().toString(), "/" + place.path()));
    facts.put("messages", taken.get() + " taken, " + refused.get() + " refused");
    facts.put("under way", Integer.toString(underWay.get()));
    if (settings.downlinks().observers() > 0) {
      facts.put("observers", Integer.toString(observers.count()));
    }
    facts.putAll(Port.troubles(entered));
    return facts;
  }

  @Override
  public CompletionStage<Void> downlink(Downlink downlink) {
    if (settings.downlinks().inAnswer().isPresent() && held.give(downlink)) {
      return CompletableFuture.completedFuture(null);
    }
    if (settings.downlinks().observers() > 0) {
      return observers.send(downlink);
    }
    if (settings.downlinks().inAnswer().isPresent()) {
      return Refusal.notNow(
          "device '"
              + downlink.deviceName()
              + "' gets downlinks with the answer to its next message");
    }
    return Refusal.reject(
        "device '"
            + downlink.deviceName()
            + "': downlinks over CoAP are switched off; set downlinkInAnswer or observe of this"
            + " transport");
  }

  /** A message that was too long for a datagram. */
  void tooLong(InetSocketAddress peer, byte[] bytes) {
    refused.incrementAndGet();
    peers.tooLong(peer, bytes);
    warn(
        "too long",
        () ->
            Peers.text(peer)
                + " sent a message of "
                + bytes.length
                + " bytes in one datagram and was told to send it in blocks (4.13)");
  }

  void passed(InetSocketAddress peer, byte[] bytes, boolean isSent) {
    peers.passed(peer, bytes, isSent);
  }

  /** Who answers a request that came to this integration. */
  Resource resource(Exchange exchange, List<String> segments) {
    Request request = exchange.getRequest();
    boolean looks = request.getCode() == Code.GET && settings.downlinks().observers() > 0;
    return looks && isAllowed(request) && identityFault(request).isEmpty()
        ? observers.resource(request, device(segments)).orElse(uplinks)
        : uplinks;
  }

  private Optional<String> device(List<String> segments) {
    String path = String.join("/", segments);
    return Stream.of(settings.plain(), settings.secure())
        .flatMap(Optional::stream)
        .map(Settings.Place::path)
        .filter(own -> path.startsWith(own + "/"))
        .map(own -> path.substring(own.length() + 1))
        .findFirst()
        .filter(name -> !name.isEmpty());
  }

  private boolean isAllowed(Request request) {
    InetSocketAddress peer = request.getSourceContext().getPeerAddress();
    return settings.allow().isEmpty() || settings.allow().get().contains(peer.getAddress());
  }

  /** Why the device's identity in DTLS does not reach this integration. */
  private Optional<String> identityFault(Request request) {
    return Identities.fault(request.getSourceContext(), settings.psk().keySet());
  }

  /** All that devices send. */
  private final class UplinkResource extends CoapResource {
    UplinkResource() {
      super("uplinks", false);
    }

    @Override
    public void handleRequest(Exchange exchange) {
      Request request = exchange.getRequest();
      if (request.getCode() != Code.POST && request.getCode() != Code.PUT) {
        exchange.sendResponse(new Response(ResponseCode.METHOD_NOT_ALLOWED));
        return;
      }
      if (!isAllowed(request)) {
        context.wire().refused(Wire.Refusal.ADDRESS);
        refuse(exchange, Answers.refused(ResponseCode.FORBIDDEN, "your address may not send here"));
        return;
      }
      Optional<String> fault = identityFault(request);
      if (fault.isPresent()) {
        context.wire().refused(Wire.Refusal.LOGIN);
        refuse(exchange, Answers.refused(ResponseCode.UNAUTHORIZED, fault.get()));
      } else if (request.getPayloadSize() > settings.limits().bodyLength()) {
        refuse(exchange, Answers.tooLong(settings.limits().bodyLength()));
      } else {
        publish(exchange);
      }
    }
  }

  private void publish(Exchange exchange) {
    if (stopped || paused) {
      later(exchange, stopped ? STOPS : "the integration is paused");
      return;
    }
    if (underWay.incrementAndGet() > settings.limits().unanswered()) {
      underWay.decrementAndGet();
      later(exchange, "too many messages are under way");
      return;
    }
    CompletionStage<Receipt> published;
    Unanswered.Pending pending;
    try {
      published = context.uplinks().publish(payload(exchange.getRequest()));
      pending = unanswered.add(exchange);
      Objects.requireNonNull(published, "the host gave no stage");
    } catch (RuntimeException | Error e) {
      underWay.decrementAndGet();
      broken(exchange, e);
      return;
    }
    published.whenComplete(
        (receipt, failure) -> {
          underWay.decrementAndGet();
          if (pending.claim()) {
            settle(exchange, receipt, failure);
          }
        });
  }

  private void settle(Exchange exchange, Receipt receipt, Throwable failure) {
    try {
      if (failure != null) {
        later(exchange, STOPS);
      } else {
        answer(exchange, receipt);
      }
    } catch (RuntimeException | Error e) {
      broken(exchange, e);
    }
  }

  /** Nobody else would answer. */
  private void broken(Exchange exchange, Throwable fault) {
    later(exchange, "an error in the host");
    warn("error", () -> "a message could not be taken: " + fault);
    if (fault instanceof Error error) {
      throw error;
    }
  }

  private Uplink payload(Request request) {
    InetSocketAddress peer = request.getSourceContext().getPeerAddress();
    byte[] bytes = request.getPayload() == null ? new byte[0] : request.getPayload();
    return new Uplink.Payload(
        bytes,
        Metadata.contentType(request.getOptions()),
        Metadata.of(request, settings.connectionMetadata()),
        peers.source(peer),
        Optional.empty());
  }

  private void answer(Exchange exchange, Receipt receipt) {
    if (receipt instanceof Receipt.Rejected rejected) {
      switch (rejected.reason()) {
        case DISABLED -> refuse(exchange, Answers.refused(ResponseCode.NOT_FOUND, ""));
        case OVERLOADED, UNAVAILABLE -> later(exchange, rejected.message());
        default -> {
          warn("refused", () -> "a message was refused: " + rejected.message());
          refuse(exchange, Answers.refused(ResponseCode.BAD_REQUEST, rejected.message()));
        }
      }
      return;
    }
    taken.incrementAndGet();
    peers.devices(exchange.getRequest().getSourceContext().getPeerAddress(), receipt.devices());
    if (!held.hold(exchange, receipt)) {
      exchange.sendResponse(new Response(ResponseCode.CREATED));
    }
  }

  private void late(Exchange exchange) {
    later(exchange, "the host did not answer in time");
  }

  private Response comeAgain(String why) {
    refused.incrementAndGet();
    warn("later", () -> "messages are answered with 5.03: " + why);
    return Answers.later(settings.limits().retryAfterSeconds(), why);
  }

  private void later(Exchange exchange, String why) {
    exchange.sendResponse(comeAgain(why));
  }

  private void refuse(Exchange exchange, Response response) {
    refused.incrementAndGet();
    exchange.sendResponse(response);
  }
}
