package io.integrationhost.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.integrationhost.plugin.Counter;
import io.integrationhost.plugin.TransportContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * The host's side of one transport, without a host: the transport {@code transport} of the
 * integration {@code test}. Its time is the real one, with one thread named {@code plugin-test}, or
 * a {@link ManualTime}. Closing it ends the thread and removes the data directory.
 */
public sealed class FakeContext implements TransportContext, AutoCloseable permits VirtualContext {

  private static final ConfigParseOptions OVERLAY =
      ConfigParseOptions.defaults().setOriginDescription("the host's settings");

  private final Config slice;
  private final RecordedUplinks uplinks = new RecordedUplinks();
  private final RecordedWire wire = new RecordedWire();
  private final RecordedMetrics metrics = new RecordedMetrics();
  private final FakeMemory memory = new FakeMemory();
  private final Map<String, String> secrets = new HashMap<>();
  private Config overlay = ConfigFactory.empty();
  private String routingKey = "test-routing-key";
  private String integrationType = "CUSTOM";
  private final ScheduledExecutorService scheduler;
  private final Optional<ScheduledExecutorService> ownScheduler;
  private final Clock clock;
  private Optional<TemporaryFolder> data = Optional.empty();

  private FakeContext(
      String slice, ScheduledExecutorService scheduler, Clock clock, boolean ownsScheduler) {
    this.slice = configuration(slice);
    this.scheduler = scheduler;
    this.clock = clock;
    this.ownScheduler = ownsScheduler ? Optional.of(scheduler) : Optional.empty();
  }

  /**
   * A context in real time.
   *
   * @param slice the integration's configuration, as JSON or HOCON; laid over the {@code
   *     plugin.conf} of the class path, as the host does
   */
  public static FakeContext of(String slice) {
    return new FakeContext(
        slice,
        Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "plugin-test")),
        Clock.systemUTC(),
        true);
  }

  FakeContext(String slice, ManualTime time) {
    this(slice, time.scheduler(), time.clock(), false);
  }

  /** A context whose time a test moves. */
  public static FakeContext of(String slice, ManualTime time) {
    return new FakeContext(slice, time);
  }

  /** What {@link #config()} answers for a slice. */
  public static Config configuration(String slice) {
    return ConfigFactory.parseString(slice)
        .withFallback(
            ConfigFactory.parseResources(FakeContext.class.getClassLoader(), "plugin.conf"))
        .resolve();
  }

  @Override
  public String integration() {
    return "test";
  }

  @Override
  public String transport() {
    return "transport";
  }

  @Override
  public synchronized String routingKey() {
    return routingKey;
  }

  /** Sets the routing key; before, it is {@code test-routing-key}. */
  public synchronized FakeContext routingKey(String key) {
    routingKey = key;
    return this;
  }

  @Override
  public synchronized String integrationType() {
    return integrationType;
  }

  /** Sets the type of the integration; before, it is {@code CUSTOM}. */
  public synchronized FakeContext integrationType(String type) {
    integrationType = type;
    return this;
  }

  @Override
  public synchronized Config config() {
    return overlay.withFallback(slice);
  }

  @Override
  public synchronized Config overlay() {
    return overlay;
  }

  /**
   * Sets what the operator wrote for this transport, as JSON or HOCON: it is laid over the slice.
   * To be called before a plugin gets the context.
   */
  public synchronized FakeContext overlay(String settings) {
    overlay = ConfigFactory.parseString(settings, OVERLAY).resolve();
    return this;
  }

  @Override
  public synchronized Optional<String> secret(String name) {
    return Optional.ofNullable(secrets.get(name));
  }

  /** Sets, or replaces, a secret of the operator's. */
  public synchronized FakeContext secret(String name, String value) {
    secrets.put(name, value);
    return this;
  }

  @Override
  public RecordedUplinks uplinks() {
    return uplinks;
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public synchronized Path dataDirectory() {
    if (data.isEmpty()) {
      data = Optional.of(TemporaryFolder.create("plugin-data"));
    }
    return data.get().path();
  }

  @Override
  public RecordedWire wire() {
    return wire;
  }

  @Override
  public Counter counter(String name, String help) {
    return metrics.counter(name);
  }

  @Override
  public Counter counter(String name, String help, String label, String... values) {
    return metrics.counter(name, label, values);
  }

  @Override
  public void gauge(String name, String help, LongSupplier value) {
    metrics.gauge(name, value);
  }

  /** What the plugin's counters and gauges show. */
  public RecordedMetrics metrics() {
    return metrics;
  }

  @Override
  public FakeMemory memory() {
    return memory;
  }

  @Override
  public synchronized void close() {
    ownScheduler.ifPresent(ScheduledExecutorService::shutdownNow);
    try {
      if (data.isPresent()) {
        data.get().close();
        data = Optional.empty();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the data directory of the test", e);
    }
  }

  /** Names the transport; the configuration may hold secrets. */
  @Override
  public String toString() {
    return "FakeContext['transport' of integration 'test']";
  }
}
