package io.integrationhost.host.integration;

import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.IntegrationScripts;
import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.host.deadletter.DeadLetter;
import io.integrationhost.host.deadletter.DeadLetterStore;
import io.integrationhost.host.deadletter.RefusedPayloads;
import io.integrationhost.host.deadletter.ReplayWatcher;
import io.integrationhost.host.delivery.Deliverer;
import io.integrationhost.host.delivery.DeliveryCounters;
import io.integrationhost.host.delivery.RefusalRules;
import io.integrationhost.host.delivery.Refusals;
import io.integrationhost.host.delivery.SuspectFolder;
import io.integrationhost.host.downlink.DownlinkCounters;
import io.integrationhost.host.downlink.DownlinkLog;
import io.integrationhost.host.downlink.DownlinkPath;
import io.integrationhost.host.event.EventStamps;
import io.integrationhost.host.event.IntegrationEvents;
import io.integrationhost.host.plan.OperatorSettings;
import io.integrationhost.host.plan.TransportPlan;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.host.settings.IntegrationSettings;
import io.integrationhost.host.store.ConfigurationStore;
import io.integrationhost.host.uplink.UplinkPath;
import io.integrationhost.host.wirelog.WireLog;
import io.integrationhost.remote.EventIds;
import io.integrationhost.remote.LinkChannels;
import io.integrationhost.remote.LinkCounters;
import io.integrationhost.remote.UplinkCodec;
import io.integrationhost.runtime.PluginRuntime;
import io.integrationhost.runtime.TransportRequest;
import io.integrationhost.runtime.UplinkSpread;
import io.integrationhost.spool.Spool;
import io.integrationhost.spool.SpoolStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts of an integration together. */
public final class IntegrationFactory {

  private static final Logger log = LoggerFactory.getLogger(IntegrationFactory.class);
  private static final Duration WARNING_PERIOD = Duration.ofSeconds(10);
  private static final Duration REPLAY_INTERVAL = Duration.ofSeconds(2);

  private final HostSettings settings;
  private final PluginRuntime plugins;
  private final CompletionStage<Void> loaded;
  private final ConverterEngine converters;
  private final LinkChannels links;
  private final SpoolStore spools;
  private final DeadLetterStore deadLetters;
  private final ConfigurationStore configurations;
  private final ScheduledExecutorService control;
  private final ScheduledExecutorService delivery;
  private final ScheduledExecutorService storage;
  private final List<StatusListener> listeners;
  private final Supplier<Optional<String>> hostProblem;
  private final Clock clock;
  private final Optional<Spread> shared;
  private final EventStamps stamps;
  private final UplinkCodec codec;
  private final FileHandles handles = new FileHandles(FileHandles::ofProcess, System::nanoTime);

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
    this.plugins = plugins;
    this.loaded = loaded;
    this.converters = converters;
    this.links = links;
    this.spools = spools;
    this.deadLetters = deadLetters;
    this.configurations = configurations;
    this.control = control;
    this.delivery = delivery;
    this.storage = storage;
    this.listeners = List.copyOf(listeners);
    this.hostProblem = hostProblem;
    this.clock = clock;
    this.shared = shared;
    this.codec = new UplinkCodec(settings.events().classes());
    this.stamps =
        new EventStamps(
            settings.link().serviceId(), new EventIds(clock, new SecureRandom()), clock);
  }

  /**
   * An integration that is ready to be started. Waits for the disk.
   *
   * @throws io.integrationhost.spool.SpoolException when its spool cannot be opened
   * @throws io.integrationhost.remote.LinkException when the files for encryption cannot be used
   */
  public RunningIntegration create(IntegrationSettings integration) {
    Spool spool = spools.open(integration.name(), settings.spool());
    try {
      return create(integration, spool);
    } catch (RuntimeException | Error e) {
      // It is opened again when the integration is tried again.
      spool.close();
      throw e;
    }
  }

  private RunningIntegration create(IntegrationSettings integration, Spool spool) {
    String name = integration.name();
    Spread spread = shared.orElseGet(Spread::empty);
    DeliveryCounters counters = spread.deliveryCounters();
    LinkCounters linkCounters = spread.linkCounters();
    IntegrationScripts scripts = converters.integration(name);
    scripts.countIn(spread.scriptCounters());
    DownlinkCounters downlinkCounters = spread.downlinkCounters();
    RateLimitedLog warnings = new RateLimitedLog(System::nanoTime, WARNING_PERIOD);
    LinkSender sender = new LinkSender();
    PausableSender readings = new PausableSender(sender);
    IntegrationEvents events =
        new IntegrationEvents(
            name, settings.events(), stamps, codec, counters, sender, delivery, clock);
    Deliverer deliverer =
        new Deliverer(
            name,
            spool,
            readings,
            settings.batch(),
            new Refusals(
                RefusalRules.standard(),
                new SuspectFolder(name, settings.dataDirectory(), storage),
                (item, reason) -> giveUp(name, item, reason, warnings)),
            counters,
            delivery,
            System::nanoTime);
    spool.onReadable(deliverer::wake);
    TapSeat tap = new TapSeat(events::observer);
    DownlinkPath downlinks =
        new DownlinkPath(
            name,
            integration.credentials().routingKey(),
            settings.dataDirectory(),
            List.of(new DownlinkLog(name, warnings), events.downlinks(), tap.downlinks()),
            warnings,
            control,
            storage,
            clock,
            downlinkCounters);
    UplinkPath path =
        new UplinkPath(
            name,
            codec,
            spool,
            counters,
            new RefusedPayloads(name, deadLetters, warnings, clock, System::nanoTime),
            warnings,
            new KnownDevices(downlinks),
            tap::uplinks);
    Lifecycle lifecycle = new Lifecycle(name, clock, listeners);
    PushCounters pushes = new PushCounters();
    AtomicReference<OperatorSettings> operator = new AtomicReference<>(integration.operator());
    WireLog wireLog = new WireLog(name, settings.dataDirectory(), storage, clock);
    Integration life =
        new Integration(
            name,
            new Planning(integration.plugin(), plugins::catalog, operator::get),
            control,
            lifecycle,
            new DataPaths(
                new ConverterSlot(scripts),
                path,
                downlinks,
                settings.waitingDownlinks(),
                counters::forget),
            plan ->
                plugins
                    .create(
                        plan.copy(),
                        request(integration, plan, path, spread.uplinks(), operator::get))
                    .thenApply(made -> wireLog.follow(plan.name(), made)),
            new StatusReport(name, events),
            new SpoolWatch(name, spool, hostProblem, deliverer::problem, clock),
            memory(integration),
            handles,
            pushes,
            clock);
    LinkSlot link =
        new LinkSlot(
            integration,
            wanted -> {
              LinkEvents heard =
                  new LinkEvents(name, life, deliverer, events, downlinks, counters, control);
              return new LinkSlot.Opened(
                  links.open(settings.link().linkOf(wanted), linkCounters, heard), heard);
            },
            sender);
    ReplayWatcher replay =
        new ReplayWatcher(
            name, settings.dataDirectory(), spool::append, storage, deadLetters.counts(name));
    replay.start(REPLAY_INTERVAL);
    PauseStore pauses = new PauseStore(name, settings.dataDirectory(), storage);
    Steering steering =
        new Steering(
            name,
            life,
            link,
            readings,
            deliverer::wake,
            downlinks,
            pauses,
            pauses.load(),
            control,
            clock);
    return new RunningIntegration(
        name,
        life,
        link,
        spool,
        deliverer,
        replay,
        counters,
        events,
        downlinks,
        operator,
        control,
        steering,
        wireLog,
        new Readings(
            name,
            life,
            lifecycle,
            pushes,
            link,
            linkCounters,
            spool,
            deliverer,
            counters,
            events,
            downlinkCounters,
            scripts,
            deadLetters,
            steering::paused,
            Optional.of(spread).filter(own -> shared.isEmpty())),
        tap,
        loaded);
  }

  private CompletionStage<Void> giveUp(
      String integration, byte[] item, String reason, RateLimitedLog warnings) {
    warnings.warn(
        log,
        "dead letter",
        "integration '"
            + integration
            + "': ThingsBoard refuses a reading for good: \""
            + reason
            + "\"; it is kept aside, see 'integration-host dead-letters list'");
    return deadLetters.add(DeadLetter.refused(integration, clock.instant(), reason, item));
  }

  private Memory memory(IntegrationSettings integration) {
    String name = integration.name();
    if (!settings.rememberConfiguration()) {
      configurations.forget(name);
      return new Memory(Optional.empty(), accepted -> {});
    }
    String key = integration.credentials().routingKey();
    return new Memory(
        configurations.load(name, key), accepted -> configurations.save(name, key, accepted));
  }

  private TransportRequest request(
      IntegrationSettings integration,
      TransportPlan plan,
      UplinkPath path,
      UplinkSpread spread,
      Supplier<OperatorSettings> operator) {
    Path directory =
        TransportPlan.directory(settings.dataDirectory(), integration.name(), plan.name());
    return new TransportRequest(
        plan.plugin(),
        integration.name(),
        plan.name(),
        integration.credentials().routingKey(),
        plan.type(),
        plan.layers(),
        secret -> operator.get().secrets().value(secret),
        path.from(plan.name()),
        spread,
        directory,
        clock);
  }
}
