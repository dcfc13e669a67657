package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import com.typesafe.config.ConfigException;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Endpoint;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.TransportPlugin;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the host relies on in every transport, as tests. Extend it and say how yours is configured
 * and how a device speaks to it; see the Javadoc of {@link Transport} and {@link TransportPlugin}
 * for the promises themselves.
 */
public abstract class TransportContract {

  private static final Duration QUIET = Duration.ofMillis(300);
  private static final int MANY = 50;

  private TransportPlugin plugin;
  private FakeContext context;
  private Leftovers leftovers;

  /** A new plugin object. */
  protected abstract TransportPlugin plugin();

  /** A slice that works, as JSON or HOCON; listeners should use a port that is free. */
  protected abstract String configuration();

  /** Slices that {@link TransportPlugin#create} must refuse; at least one. */
  protected abstract List<String> badConfigurations();

  /**
   * A slice that is right but cannot be started, because another program listens on this port (TCP
   * and UDP) of all addresses. Empty for a transport that opens no port.
   */
  protected abstract Optional<String> configurationWithTakenPort(int port);

  /**
   * Lets a device send something that the transport publishes as one uplink or more. Must not wait
   * for an answer that comes only when the host has stored it. Called several times.
   */
  protected abstract void sendFromDevice(StartedTransport started) throws Exception;

  /** How long a test waits for the transport; 30 s. */
  protected Duration patience() {
    return Duration.ofSeconds(30);
  }

  /** How long nothing must come after a stop. */
  Duration quiet() {
    return QUIET;
  }

  @BeforeEach
  final void openPlugin() {
    leftovers = Leftovers.now();
    plugin = plugin();
    context = FakeContext.of(configuration());
  }

  @AfterEach
  final void closePlugin() {
    context.uplinks().release();
    context.close();
    plugin.close();
  }

  @Test
  void createOpensNothing() {
    plugin.create(context);
    Leftovers before = Leftovers.now();
    for (int i = 0; i < MANY; i++) {
      plugin.create(context);
    }
    assertThat(before.newThreads())
        .as("threads that create() started; start them in start()")
        .isEmpty();
    assertThat(before.newFiles())
        .as("files and sockets that %s calls of create() left open; open them in start()", MANY)
        .isLessThan(MANY);
    assertThat(context.uplinks().count()).as("uplinks that create() published").isZero();
  }

  @Test
  void badConfigurationsFailInCreate() {
    assertThat(badConfigurations()).as("badConfigurations() must name some").isNotEmpty();
    for (String slice : badConfigurations()) {
      try (FakeContext bad = FakeContext.of(slice)) {
        Throwable thrown = catchThrowable(() -> plugin.create(bad));
        assertThat(isConfigurationProblem(thrown))
            .as(
                "create() with %s must throw a TransportException of kind CONFIGURATION or a"
                    + " ConfigException, but: %s",
                slice, thrown == null ? "it accepted it" : thrown)
            .isTrue();
        assertThat(thrown.getMessage()).as("what is wrong with %s", slice).isNotBlank();
      }
    }
  }

  private static boolean isConfigurationProblem(Throwable thrown) {
    return thrown instanceof ConfigException
        || (thrown instanceof TransportException e
            && e.kind() == TransportException.Kind.CONFIGURATION);
  }

  @Test
  void servesAfterItsStart() throws Exception {
    StartedTransport started = StartedTransport.start(plugin, context);
    sendFromDevice(started);
    context.uplinks().awaitCount(1, patience());
    join(started.transport().stop());
  }

  @Test
  void stopsTwice() {
    Transport transport = plugin.create(context);
    join(transport.start());
    join(transport.stop());
    join(transport.stop());
  }

  @Test
  void stopsBeforeItsStart() {
    Transport transport = plugin.create(context);
    join(transport.stop());
    join(transport.stop());
  }

  @Test
  void stopsDuringItsStart() throws Exception {
    Transport transport = plugin.create(context);
    CompletionStage<Void> start = transport.start();
    join(transport.stop());
    await("start() to complete, either way, after stop()")
        .atMost(patience())
        .until(() -> start.toCompletableFuture().isDone());
    assertStaysSilent(new StartedTransport(transport, context));
  }

  @Test
  void stopsAfterAFailedStart() throws IOException {
    int taken = FreePort.find();
    try (ServerSocket tcp = new ServerSocket(taken);
        DatagramSocket udp = new DatagramSocket(taken)) {
      assertThat(tcp.getLocalPort()).isEqualTo(udp.getLocalPort());
      Optional<String> slice = configurationWithTakenPort(taken);
      if (slice.isEmpty()) {
        abort("this transport opens no port");
      }
      try (FakeContext unlucky = FakeContext.of(slice.orElseThrow())) {
        Transport transport = plugin.create(unlucky);
        assertFails("start() on a port in use", transport.start());
        join(transport.stop());
      }
    }
  }

  @Test
  void startsAgainAsANewTransport() throws Exception {
    Transport first = plugin.create(context);
    join(first.start());
    join(first.stop());
    StartedTransport second = StartedTransport.start(plugin, context);
    sendFromDevice(second);
    context.uplinks().awaitCount(1, patience());
    join(second.transport().stop());
  }

  @Test
  void publishesNothingAfterItsStop() throws Exception {
    StartedTransport started = StartedTransport.start(plugin, context);
    sendFromDevice(started);
    context.uplinks().awaitCount(1, patience());
    join(started.transport().stop());
    assertStaysSilent(started);
  }

  private void assertStaysSilent(StartedTransport stopped) throws Exception {
    int count = context.uplinks().count();
    try {
      sendFromDevice(stopped);
    } catch (Exception | AssertionError e) {
      // A device cannot reach a transport that has stopped; that is as it should be.
      assertThat(e).isNotNull();
    }
    await("no uplink after stop()")
        .pollInterval(quiet().dividedBy(10))
        .during(quiet())
        .atMost(patience())
        .failFast("an uplink was published after stop()", () -> context.uplinks().count() > count)
        .until(() -> true);
  }

  @Test
  void stopsWhileTheHostIsSlow() throws Exception {
    context.uplinks().hold();
    StartedTransport started = StartedTransport.start(plugin, context);
    sendFromDevice(started);
    context.uplinks().awaitCount(1, patience());
    join(started.transport().stop());
  }

  @Test
  void goesOnAfterARefusedUplink() throws Exception {
    context.uplinks().reject(Receipt.Reason.CONVERTER, "the converter failed");
    StartedTransport started = StartedTransport.start(plugin, context);
    sendFromDevice(started);
    int refused = context.uplinks().awaitCount(1, patience()).size();
    context.uplinks().answerAlways(new Receipt.Stored());
    sendFromDevice(started);
    context.uplinks().awaitCount(refused + 1, patience());
    join(started.transport().stop());
  }

  @Test
  void downlinkToAnUnknownDeviceFails() {
    StartedTransport started = StartedTransport.start(plugin, context);
    byte[] payload = "x".getBytes(StandardCharsets.UTF_8);
    assertFails(
        "downlink to a device that never spoke",
        started
            .transport()
            .downlink(new Downlink("never heard of it", ContentType.TEXT, payload, Map.of())));
    join(started.transport().stop());
  }

  private <T> T join(CompletionStage<T> stage) {
    return StartedTransport.join(stage, patience());
  }

  private void assertFails(String what, CompletionStage<Void> stage) {
    Throwable thrown = catchThrowable(() -> join(stage));
    assertThat(thrown).as("%s must fail", what).isNotNull();
    assertThat(thrown.getCause())
        .as("%s must fail with a TransportException, which operators read", what)
        .isInstanceOf(TransportException.class);
    assertThat(thrown.getCause().getMessage()).as("the message of it").isNotBlank();
  }

  @Test
  void tellsItsHealthAtAnyTime() {
    Transport transport = plugin.create(context);
    assertThat(transport.health()).as("health() before start()").isNotNull();
    join(transport.start());
    assertThat(transport.health()).as("health() of a started transport").isNotNull();
    join(transport.stop());
    assertThatCode(transport::health).as("health() after stop()").doesNotThrowAnyException();
  }

  @Test
  void tellsOfItselfBeforeItsStart() {
    Transport transport = plugin.create(context);
    assertThat(transport.facts()).as("facts() before start()").isNotNull();
    assertThat(transport.placement()).as("placement()").isNotNull();
    List<Endpoint> ports = transport.listensOn();
    assertThat(ports).as("listensOn()").isNotNull();
    join(transport.start());
    assertThat(transport.listensOn()).as("listensOn() after start()").isEqualTo(ports);
    assertThat(transport.facts()).as("facts() of a started transport").isNotNull();
    join(transport.stop());
  }

  @Test
  void servesAgainAfterAPause() throws Exception {
    StartedTransport started = StartedTransport.start(plugin, context);
    started.transport().pause(true);
    started.transport().pause(true);
    started.transport().pause(false);
    int before = context.uplinks().count();
    sendFromDevice(started);
    context.uplinks().awaitCount(before + 1, patience());
    join(started.transport().stop());
  }

  @Test
  void stopsWhilePaused() {
    StartedTransport started = StartedTransport.start(plugin, context);
    started.transport().pause(true);
    join(started.transport().stop());
  }

  @Test
  void endsTheSessionsThatItTold() throws Exception {
    StartedTransport started = StartedTransport.start(plugin, context);
    sendFromDevice(started);
    context.uplinks().awaitCount(1, patience());
    join(started.transport().stop());
    assertThat(context.wire().open())
        .as("sessions that were opened on wire() and not closed when the transport had stopped")
        .isEmpty();
  }

  @Test
  void itsThreadsEndWithThePlugin() throws Exception {
    StartedTransport started = StartedTransport.start(plugin, context);
    sendFromDevice(started);
    context.uplinks().awaitCount(1, patience());
    join(started.transport().stop());
    context.close();
    plugin.close();
    await()
        .atMost(patience())
        .untilAsserted(
            () ->
                assertThat(leftovers.newThreads())
                    .as("threads after TransportPlugin.close(); each keeps the plugin in memory")
                    .isEmpty());
  }
}
