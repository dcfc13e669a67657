package io.integrationhost.runtime;

import io.integrationhost.ground.Problem;
import io.integrationhost.ground.UnknownKeys;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.runtime.PluginFailure.Kind;
import io.integrationhost.runtime.lane.CompletionLane;
import io.integrationhost.runtime.lane.LaneScheduler;
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
    PluginSettings settings) {

  /** Chooses the plugin of a slice and is the host's, so it is never unknown. */
  private static final String CHOICE = "plugin";

  /** A slice comes from a form or a person; more warnings than this help nobody. */
  private static final int MOST_WARNINGS = 50;

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
    if (!request.slice().isResolved()) {
      return CompletableFuture.failedFuture(
          calls
              .failures()
              .because(
                  Kind.CONFIGURATION,
                  "create of " + label,
                  "its configuration holds a substitution that was not resolved",
                  "replace ${...} by a value"));
    }
    List<String> warnings =
        UnknownKeys.of(
                "plugin " + info.label(),
                info.defaults().root(),
                request.slice().root().withoutKey(CHOICE),
                MOST_WARNINGS)
            .stream()
            .map(Problem::toString)
            .toList();
    UplinkGate uplinks =
        new UplinkGate(label, request.uplinks(), settings.maxUplinksUnderWay(), completions);
    LaneScheduler scheduler =
        new LaneScheduler(label, calls.lane(), TASKS_PER_TRANSPORT, this::taskFailed);
    HostContext context = context(request, uplinks, scheduler);
    return calls
        .value(
            "create of " + label,
            settings.deadlines().create(),
            () -> make(context),
            late -> discard(label, late))
        .thenApply(
            transport ->
                new LiveTransport(
                    label, transport, calls, settings.deadlines(), uplinks, scheduler, completions))
        .thenApply(live -> new HostedTransport(info, label, warnings, live, gone))
        .whenComplete(
            (transport, failure) -> {
              if (failure != null) {
                scheduler.cancelAll();
                uplinks.close();
              }
            });
  }

  /** Nobody waits for it any more, and what it opened would stay open. */
  private void discard(String label, Transport late) {
    LOG.warn("plugin {}: {} was made too late and is stopped again", info.label(), label);
    var unused =
        calls
            .ending("stop of " + label, settings.deadlines().stop(), late::stop)
            .result()
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    LOG.warn("{}", failure.getMessage());
                  }
                });
  }

  private HostContext context(
      TransportRequest request, UplinkGate uplinks, LaneScheduler scheduler) {
    return new HostContext(
        request.integration(),
        request.transport(),
        SliceOverDefaults.merge(request.slice(), info.defaults()),
        uplinks,
        scheduler,
        request.clock(),
        request.dataDirectory());
  }

  private Transport make(HostContext context) {
    Transport transport = entryPoint.create(context);
    if (transport == null) {
      throw calls
          .failures()
          .because(
              Kind.DEFECT,
              "create of transport '" + context.transport() + "'",
              "it returned null",
              "return a transport or throw a TransportException");
    }
    return transport;
  }

  private void taskFailed(String label, Throwable thrown) {
    PluginFailure failure =
        calls.failures().of(label + " (a repeated one is not run again)", thrown);
    LOG.debug("{}", failure.getMessage());
  }
}
