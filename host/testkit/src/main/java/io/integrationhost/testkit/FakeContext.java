package io.integrationhost.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.plugin.TransportContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The host's side of one transport, without a host: the transport {@code transport} of the
 * integration {@code test}. Its time is the real one, with one thread named {@code plugin-test}, or
 * a {@link ManualTime}. Closing it ends the thread and removes the data directory.
 */
public final class FakeContext implements TransportContext, AutoCloseable {

  private final Config config;
  private final RecordedUplinks uplinks = new RecordedUplinks();
  private final ScheduledExecutorService scheduler;
  private final Optional<ScheduledExecutorService> ownScheduler;
  private final Clock clock;
  private Optional<TemporaryFolder> data = Optional.empty();

  private FakeContext(
      String slice, ScheduledExecutorService scheduler, Clock clock, boolean ownsScheduler) {
    this.config = configuration(slice);
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

  /** A context whose time a test moves. */
  public static FakeContext of(String slice, ManualTime time) {
    return new FakeContext(slice, time.scheduler(), time.clock(), false);
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
  public Config config() {
    return config;
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
