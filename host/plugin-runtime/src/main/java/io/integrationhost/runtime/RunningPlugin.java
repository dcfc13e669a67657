package io.integrationhost.runtime;

import io.integrationhost.plugin.Endpoint;
import io.integrationhost.plugin.Placement;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.runtime.PluginFailure.Kind;
import io.integrationhost.runtime.lane.CompletionLane;
import io.integrationhost.runtime.lane.LaneScheduler;
import io.integrationhost.runtime.meter.Meters;
import io.integrationhost.runtime.wire.TransportWire;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A plugin whose entry point exists: makes its transports. */
record RunningPlugin(
    PluginInfo info,
    TransportPlugin entryPoint,
    PluginCalls calls,
    CompletionLane completions,
    PluginSettings settings,
    MemoryPool memory) {

  /** Chooses the plugin of a slice and is the host's, so it is never unknown. */
  private static final String CHOICE = "plugin";

  /** A slice comes from a form or a person; more warnings than this help nobody. */
  private static final int MOST_WARNINGS = 50;

  /** A transport with more ports would not get them all anyhow. */
  private static final int MOST_ENDPOINTS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(RunningPlugin.class);
  private static final int TASKS_PER_TRANSPORT = 10_000;

  /**
   * Makes a transport.
   *
   * @param gone told when it has stopped
   */
  CompletableFuture<HostedTransport> create(
      TransportRequest request, Consumer<HostedTransport> gone) {
    String label = request.label();
    if (!request.layers().isResolved()) {
      return CompletableFuture.failedFuture(
          calls
              .failures()
              .because(
                  Kind.CONFIGURATION,
                  "create of " + label,
                  "its configuration holds a substitution that was not resolved",
                  "replace ${...} by a value"));
    }
    List<String> warnings = request.layers().unknown(info, CHOICE, MOST_WARNINGS);
    UplinkGate uplinks =
        new UplinkGate(
            label, request.uplinks(), settings.maxUplinksUnderWay(), completions, request.spread());
    LaneScheduler scheduler =
        new LaneScheduler(label, calls.lane(), TASKS_PER_TRANSPORT, this::taskFailed);
    Telling telling =
        new Telling(
            new TransportWire(label, request.clock()), new Meters(label), memory.new Share());
    HostContext context = context(request, uplinks, scheduler, telling);
    return calls
        .value(
            Step.CREATE,
            "create of " + label,
            settings.deadlines().create(),
            () -> make(context),
            late -> discard(label, late.transport()))
        .thenApply(
            made ->
                new HostedTransport(
                    info,
                    label,
                    warnings,
                    made,
                    telling,
                    new LiveTransport(
                        label,
                        made.transport(),
                        calls,
                        settings.deadlines(),
                        uplinks,
                        scheduler,
                        completions,
                        telling),
                    gone))
        .whenComplete(
            (transport, failure) -> {
              if (failure != null) {
                scheduler.cancelAll();
                uplinks.close();
                telling.close();
              }
            });
  }

  /** Nobody waits for it any more, and what it opened would stay open. */
  private void discard(String label, Transport late) {
    LOG.warn("plugin {}: {} was made too late and is stopped again", info.label(), label);
    var unused =
        calls
            .ending(Step.STOP, "stop of " + label, settings.deadlines().stop(), late::stop)
            .result()
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    LOG.warn("{}", failure.getMessage());
                  }
                });
  }

  private HostContext context(
      TransportRequest request, UplinkGate uplinks, LaneScheduler scheduler, Telling telling) {
    return new HostContext(
        request.integration(),
        request.transport(),
        request.routingKey(),
        request.integrationType(),
        request.layers().over(info.defaults()),
        request.layers().overlay(),
        request.secrets(),
        telling,
        uplinks,
        scheduler,
        request.clock(),
        request.dataDirectory());
  }

  private MadeTransport make(HostContext context) {
    Transport transport = entryPoint.create(context);
    given(transport, "create", context, "return a transport or throw a TransportException");
    Placement placement = given(transport.placement(), "placement", context, "return a placement");
    List<Endpoint> listensOn =
        given(transport.listensOn(), "listensOn", context, "return a list, maybe an empty one");
    return new MadeTransport(
        transport, placement, transport.dials(), listensOn.stream().limit(MOST_ENDPOINTS).toList());
  }

  private <T> T given(T value, String call, HostContext context, String cure) {
    if (value == null) {
      throw calls
          .failures()
          .because(
              Kind.DEFECT,
              call + " of transport '" + context.transport() + "'",
              "it returned null",
              cure);
    }
    return value;
  }

  private void taskFailed(String label, Throwable thrown) {
    PluginFailure failure =
        calls.failures().of(label + " (a repeated one is not run again)", thrown);
    LOG.debug("{}", failure.getMessage());
  }
}
