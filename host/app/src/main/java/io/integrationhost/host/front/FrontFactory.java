package io.integrationhost.host.front;

import io.integrationhost.converter.IntegrationScripts;
import io.integrationhost.host.board.Joint;
import io.integrationhost.host.board.StatusListener;
import io.integrationhost.host.deadletter.DeadLetterStore;
import io.integrationhost.host.deadletter.RefusedPayloads;
import io.integrationhost.host.downlink.DownlinkPath;
import io.integrationhost.host.downlink.Router;
import io.integrationhost.host.plan.OperatorSettings;
import io.integrationhost.host.plan.TransportPlan;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.host.settings.IntegrationSettings;
import io.integrationhost.host.store.ConfigurationStore;
import io.integrationhost.host.uplink.UplinkObserver;
import io.integrationhost.host.uplink.UplinkPath;
import io.integrationhost.host.wirelog.WireLog;
import io.integrationhost.remote.UplinkCodec;
import io.integrationhost.runtime.PluginRuntime;
import io.integrationhost.runtime.TransportRequest;
import io.integrationhost.runtime.UplinkSpread;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** Puts fronts together. */
public final class FrontFactory {

  private final HostSettings settings;
  private final PluginRuntime plugins;
  private final DeadLetterStore deadLetters;
  private final ConfigurationStore configurations;
  private final UplinkCodec codec;
  private final ScheduledExecutorService control;
  private final List<StatusListener> listeners;
  private final Supplier<Optional<String>> hostProblem;
  private final Clock clock;
  private final FileHandles handles = new FileHandles(FileHandles::ofProcess, System::nanoTime);

  /**
   * A factory.
   *
   * @param control one thread, on which all integrations are controlled
   * @param hostProblem what is wrong with the process as a whole
   */
  public FrontFactory(
      HostSettings settings,
      PluginRuntime plugins,
      DeadLetterStore deadLetters,
      ConfigurationStore configurations,
      UplinkCodec codec,
      ScheduledExecutorService control,
      List<StatusListener> listeners,
      Supplier<Optional<String>> hostProblem,
      Clock clock) {
    this.settings = settings;
    this.plugins = plugins;
    this.deadLetters = deadLetters;
    this.configurations = configurations;
    this.codec = codec;
    this.control = control;
    this.listeners = List.copyOf(listeners);
    this.hostProblem = hostProblem;
    this.clock = clock;
  }

  /**
   * A front that is ready to be started. Waits for the disk.
   *
   * @param operator what the host's settings say of transports; of now
   * @param router is told which transports there are, and where devices are heard
   * @param downlinks gets the downlink converter in use, and is told of devices that are heard
   * @param deliveryProblem what keeps readings from leaving, for people
   * @param observers asked once for each uplink
   */
  public Front create(
      Joint joint,
      Supplier<OperatorSettings> operator,
      IntegrationScripts scripts,
      Router router,
      DownlinkPath downlinks,
      Supplier<Optional<String>> deliveryProblem,
      Supplier<Optional<UplinkObserver>> observers,
      UplinkSpread spread,
      WireLog wireLog) {
    String name = joint.name();
    UplinkPath path =
        new UplinkPath(
            name,
            codec,
            joint.log(),
            joint.counters(),
            new RefusedPayloads(name, deadLetters, joint.warnings(), clock, System::nanoTime),
            joint.warnings(),
            new KnownDevices(router, downlinks),
            observers);
    return new Front(
        name,
        new Planning(joint.settings().plugin(), plugins::catalog, operator),
        control,
        new Lifecycle(name, clock, listeners),
        new DataPaths(
            new ConverterSlot(scripts),
            path,
            downlinks,
            router,
            settings.waitingDownlinks(),
            joint.counters()::forget),
        plan ->
            plugins
                .create(plan.copy(), request(joint.settings(), plan, path, spread, operator))
                .thenApply(made -> wireLog.follow(plan.name(), made)),
        joint.board(),
        new SpoolWatch(name, joint.log(), hostProblem, deliveryProblem, clock),
        memory(joint.settings()),
        handles,
        new PushCounters(),
        clock);
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
