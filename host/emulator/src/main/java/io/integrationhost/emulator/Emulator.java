package io.integrationhost.emulator;

import io.integrationhost.emulator.event.EventDecoder;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A running stand-in for ThingsBoard that speaks the server side of the link and behaves like the
 * real server, quirks included, unless told otherwise (facts 2). Thread-safe.
 */
public final class Emulator implements AutoCloseable {
  private final EmulatorSettings settings;
  private final EmulatorThreads threads;
  private final Directory directory = new Directory();
  private final ReceivedLog log;
  private final Endpoint endpoint;

  private Emulator(EmulatorSettings settings) {
    this.settings = settings;
    this.threads = new EmulatorThreads();
    this.log =
        new ReceivedLog(settings.keptItems(), settings.itemListener(), settings.countListener());
    ItemReader reader = new ItemReader(new EventDecoder(settings.eventClasses()));
    Set<Session> open = ConcurrentHashMap.newKeySet();
    this.endpoint =
        new Endpoint(
            settings,
            threads,
            new SessionContext(
                directory,
                new UplinkProcessor(reader, log),
                threads.scheduler(),
                open,
                settings.maxOwedAnswers(),
                settings.deafSessions()));
  }

  /**
   * Starts an emulator that listens when this returns.
   *
   * @throws EmulatorException when it cannot listen
   * @throws IllegalArgumentException when two integrations have the same routing key
   */
  public static Emulator start(EmulatorSettings settings) {
    Emulator emulator = new Emulator(settings);
    boolean started = false;
    try {
      settings.integrations().forEach(emulator::add);
      emulator.startListening();
      started = true;
    } finally {
      if (!started) {
        emulator.close();
      }
    }
    return emulator;
  }

  /** The port; the same after {@link #stopListening} and {@link #startListening}. */
  public int port() {
    return endpoint.port();
  }

  /**
   * Adds an integration with the answer policy of the settings.
   *
   * @throws IllegalArgumentException when its routing key is taken
   */
  public IntegrationHandle add(EmulatedIntegration integration) {
    IntegrationState state = new IntegrationState(integration, settings.answers());
    directory.add(state);
    return handle(state);
  }

  /**
   * The integration with this routing key.
   *
   * @throws IllegalArgumentException when there is none
   */
  public IntegrationHandle integration(String routingKey) {
    return directory
        .find(routingKey)
        .map(this::handle)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The emulator has no integration with the routing key "
                        + routingKey
                        + "; add it first"));
  }

  /** All integrations, in no order. */
  public List<IntegrationHandle> integrations() {
    return directory.all().stream().map(this::handle).toList();
  }

  /** The newest items of all integrations in order of arrival, as many as the settings keep. */
  public List<ReceivedItem> received() {
    return log.items(item -> true);
  }

  /** Forgets the kept items; counts go on. */
  public void clearReceived() {
    log.clear();
  }

  /** Exact counts of all integrations that are not deleted. */
  public ReceivedCounts counts() {
    return directory.all().stream()
        .map(state -> state.totals().sum())
        .reduce(ReceivedCounts.NONE, ReceivedCounts::plus);
  }

  /** Breaks all connections as a network failure does; answers in flight are lost. */
  public void cut() {
    endpoint.breakConnections();
  }

  /** Closes the port and all connections, as a server that goes down. */
  public void stopListening() {
    endpoint.stop();
  }

  /**
   * Opens the same port again. Integrations, answer policies and received items have stayed.
   *
   * @throws EmulatorException when the port was taken meanwhile
   */
  public void startListening() {
    endpoint.listen();
  }

  @Override
  public void close() {
    endpoint.stop();
    threads.close();
  }

  private IntegrationHandle handle(IntegrationState state) {
    return new IntegrationHandle(directory, log, state);
  }
}
