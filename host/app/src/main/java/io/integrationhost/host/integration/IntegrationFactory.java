package io.integrationhost.host.integration;

import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.IntegrationScripts;
import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.host.back.Back;
import io.integrationhost.host.back.BackFactory;
import io.integrationhost.host.back.LinkSender;
import io.integrationhost.host.board.Joint;
import io.integrationhost.host.board.StatusListener;
import io.integrationhost.host.deadletter.DeadLetterStore;
import io.integrationhost.host.delivery.DeliveryCounters;
import io.integrationhost.host.downlink.DownlinkCounters;
import io.integrationhost.host.downlink.Router;
import io.integrationhost.host.event.EventStamps;
import io.integrationhost.host.event.IntegrationEvents;
import io.integrationhost.host.front.Front;
import io.integrationhost.host.front.FrontFactory;
import io.integrationhost.host.plan.OperatorSettings;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.host.settings.IntegrationSettings;
import io.integrationhost.host.store.ConfigurationStore;
import io.integrationhost.host.wirelog.WireLog;
import io.integrationhost.remote.EventIds;
import io.integrationhost.remote.LinkChannels;
import io.integrationhost.remote.UplinkCodec;
import io.integrationhost.runtime.PluginRuntime;
import io.integrationhost.spool.ReadingLog;
import io.integrationhost.spool.SpoolStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Puts the two halves of an integration together, with a log between them. */
public final class IntegrationFactory {

  private static final Duration WARNING_PERIOD = Duration.ofSeconds(10);

  private final HostSettings settings;
  private final CompletionStage<Void> loaded;
  private final ConverterEngine converters;
  private final SpoolStore spools;
  private final DeadLetterStore deadLetters;
  private final ScheduledExecutorService control;
  private final ScheduledExecutorService delivery;
  private final ScheduledExecutorService storage;
  private final Clock clock;
  private final Optional<Spread> shared;
  private final EventStamps stamps;
  private final UplinkCodec codec;
  private final FrontFactory fronts;
  private final BackFactory backs;

  /**
   * A factory.
   *
   * @param loaded completes when the plugins that are installed are known
   * @param control one thread, on which all integrations are controlled
   * @param delivery the threads that carry records over the links
   * @param storage may wait for a disk
   * @param hostProblem what is wrong with the process as a whole
   * @param shared where times and sizes of all integrations go; empty: each has its own
   */
  public IntegrationFactory(
      HostSettings settings,
      PluginRuntime plugins,
      CompletionStage<Void> loaded,
      ConverterEngine converters,
      LinkChannels links,
      SpoolStore spools,
      DeadLetterStore deadLetters,
      ConfigurationStore configurations,
      ScheduledExecutorService control,
      ScheduledExecutorService delivery,
      ScheduledExecutorService storage,
      List<StatusListener> listeners,
      Supplier<Optional<String>> hostProblem,
      Clock clock,
      Optional<Spread> shared) {
    this.settings = settings;
    this.loaded = loaded;
    this.converters = converters;
    this.spools = spools;
    this.deadLetters = deadLetters;
    this.control = control;
    this.delivery = delivery;
    this.storage = storage;
    this.clock = clock;
    this.shared = shared;
    this.codec = new UplinkCodec(settings.events().classes());
    this.stamps =
        new EventStamps(
            settings.link().serviceId(), new EventIds(clock, new SecureRandom()), clock);
    this.fronts =
        new FrontFactory(
            settings,
            plugins,
            deadLetters,
            configurations,
            codec,
            control,
            listeners,
            hostProblem,
            clock);
    this.backs = new BackFactory(settings, links, deadLetters, control, delivery, storage, clock);
  }

  /**
   * An integration that is ready to be started. Waits for the disk.
   *
   * @throws io.integrationhost.spool.SpoolException when its spool cannot be opened
   * @throws io.integrationhost.remote.LinkException when the files for encryption cannot be used
   */
  public RunningIntegration create(IntegrationSettings integration) {
    ReadingLog log = spools.open(integration.name(), settings.spool());
    try {
      return create(integration, log);
    } catch (RuntimeException | Error e) {
      // It is opened again when the integration is tried again.
      log.close();
      throw e;
    }
  }

  private RunningIntegration create(IntegrationSettings integration, ReadingLog log) {
    String name = integration.name();
    Spread spread = shared.orElseGet(Spread::empty);
    DeliveryCounters counters = spread.deliveryCounters();
    IntegrationScripts scripts = converters.integration(name);
    scripts.countIn(spread.scriptCounters());
    DownlinkCounters downlinkCounters = spread.downlinkCounters();
    LinkSender sender = new LinkSender();
    IntegrationEvents events =
        new IntegrationEvents(
            name, settings.events(), stamps, codec, counters, sender, delivery, clock);
    DirectBoard board = new DirectBoard();
    RateLimitedLog warnings = new RateLimitedLog(System::nanoTime, WARNING_PERIOD);
    Joint joint = new Joint(integration, log, board, events, counters, warnings);
    TapSeat tap = new TapSeat(events::observer);
    Router router = new Router();
    Back back =
        backs.create(
            joint, sender, router, spread.linkCounters(), downlinkCounters, tap.downlinks());
    AtomicReference<OperatorSettings> operator = new AtomicReference<>(integration.operator());
    WireLog wireLog = new WireLog(name, settings.dataDirectory(), storage, clock);
    Front front =
        fronts.create(
            joint,
            operator::get,
            scripts,
            router,
            back.downlinks(),
            back::problem,
            tap::uplinks,
            spread.uplinks(),
            wireLog);
    board.join(front, back);
    PauseStore pauses = new PauseStore(name, settings.dataDirectory(), storage);
    Steering steering = new Steering(name, front, back, pauses, pauses.load(), control, clock);
    return new RunningIntegration(
        joint,
        front,
        back,
        operator,
        control,
        steering,
        wireLog,
        new Readings(
            joint,
            front,
            back,
            downlinkCounters,
            scripts,
            deadLetters,
            steering::paused,
            Optional.of(spread).filter(own -> shared.isEmpty())),
        tap,
        loaded);
  }
}
