package io.integrationhost.host.downlink;

import io.integrationhost.converter.Conversion;
import io.integrationhost.converter.ConverterException;
import io.integrationhost.converter.DownlinkData;
import io.integrationhost.converter.DownlinkRequest;
import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.remote.DownlinkMessage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an integration's downlinks from the link: converts them, keeps their order per device, and
 * sends them or lets them wait (facts 2.7, 5.7). Methods belong to the control thread unless they
 * say otherwise; nothing blocks.
 */
public final class DownlinkPath {

  private static final Logger log = LoggerFactory.getLogger(DownlinkPath.class);

  private final String integration;
  private final ScheduledExecutorService control;
  private final Clock clock;
  private final DownlinkCounters counters;
  private final Reports reports;
  private final WaitingFiles files;
  private final AwaitedDevices awaited = new AwaitedDevices();
  private final Outbox outbox;
  private final DeviceOrder order = new DeviceOrder();
  private final Converting converting = new Converting();

  private Optional<ActiveDownlinkConverter> converter = Optional.empty();
  private Optional<String> refusal;
  private boolean enabled = true;
  private boolean stopping;
  private long nextNumber;

  /**
   * Reads what waited before this start from the disk.
   *
   * @param routingKey what waited under another one is not sent
   * @param route where they go
   * @param listeners learn what becomes of each downlink
   * @param control the control thread
   * @param storage one thread that may wait for a disk
   */
  public DownlinkPath(
      String integration,
      String routingKey,
      DownlinkRoute route,
      Path dataDirectory,
      List<DownlinkListener> listeners,
      RateLimitedLog warnings,
      ScheduledExecutorService control,
      Executor storage,
      Clock clock,
      DownlinkCounters counters) {
    this.counters = counters;
    this.integration = integration;
    this.control = control;
    this.clock = clock;
    this.reports = new Reports(counters, listeners);
    WaitingFolder folder = new WaitingFolder(dataDirectory, integration, routingKey);
    this.files = new WaitingFiles(integration, folder, storage, warnings);
    this.outbox = new Outbox(route, files, awaited, reports, counters, control, clock);
    this.refusal =
        Optional.of(named("uses no configuration yet; its state says why") + "; send it again");
    recover(folder.load());
  }

  private void recover(WaitingFolder.Found found) {
    nextNumber = found.nextNumber();
    outbox.recovered(found.downlinks());
    if (!found.downlinks().isEmpty()) {
      log.info(
          "integration '{}': {} downlinks wait for their devices",
          integration,
          found.downlinks().size());
    }
  }

  /** Uses another configuration from now on; what is being converted ends with the former one. */
  public void use(Optional<ActiveDownlinkConverter> next, WaitingLimits limits, boolean enabled) {
    converter = next;
    this.enabled = enabled;
    refusal =
        enabled
            ? Optional.of(named("has no downlink converter; choose one in ThingsBoard"))
                .filter(reason -> next.isEmpty())
            : Optional.of(named("is disabled; enable it in ThingsBoard and send again"));
    outbox.open(enabled && !stopping);
    outbox.limits(limits);
  }

  private String named(String text) {
    return "integration '" + integration + "' " + text;
  }

  /** A downlink came. Any thread; throws nothing. */
  public void accept(DownlinkMessage message) {
    counters.received();
    Instant came = clock.instant();
    if (!converting.enter(message)) {
      failed(message, DownlinkEnd.CONVERTER, Converting.TOO_MANY);
    } else if (!onControl(() -> tryToTake(message, came))) {
      converting.leave(message);
      failed(
          message, DownlinkEnd.OTHER, "the host is stopping, or has no memory left; send it again");
    }
  }

  private void tryToTake(DownlinkMessage message, Instant came) {
    try {
      take(message, came);
    } catch (RuntimeException | Error e) {
      // Before its conversion began: what counts it must not count it for ever.
      converting.leave(message);
      failed(message, DownlinkEnd.OTHER, "the host failed (" + e + "); send it again");
    }
  }

  private void take(DownlinkMessage message, Instant came) {
    if (refusal.isPresent() || converter.isEmpty()) {
      converting.leave(message);
      DownlinkEnd end = enabled ? DownlinkEnd.NO_CONVERTER : DownlinkEnd.DISABLED;
      failed(message, end, refusal.orElse("there is no downlink converter"));
      return;
    }
    ActiveDownlinkConverter active = converter.get();
    DownlinkRequest request =
        new DownlinkRequest(
            message.message().data(),
            message.message().metadata(),
            message.message().type(),
            active.metadata());
    DeviceOrder.Slot slot = order.add(message.deviceName());
    var unused =
        convert(active, request, message.deviceName())
            .whenComplete(
                (conversion, failure) ->
                    certainlyOnControl(
                        () -> {
                          converting.leave(message);
                          slot.settle(() -> converted(message, came, request, conversion, failure));
                        }));
  }

  private static CompletionStage<Conversion<DownlinkData>> convert(
      ActiveDownlinkConverter active, DownlinkRequest request, String device) {
    try {
      return active.converter().convert(request, device);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void converted(
      DownlinkMessage message,
      Instant came,
      DownlinkRequest request,
      Conversion<DownlinkData> conversion,
      Throwable failure) {
    String device = message.deviceName();
    if (failure != null) {
      Throwable cause = cause(failure);
      String reason = String.valueOf(cause.getMessage());
      if (cause instanceof ConverterException e) {
        reports.converted(device, request, e.output(), Optional.of(e.reason()));
      } else {
        reports.converted(device, request, Optional.empty(), Optional.of(reason));
      }
      reports.failed(
          device, request.messageType(), DownlinkEnd.CONVERTER, reason, Optional.of(request));
      return;
    }
    reports.converted(device, request, conversion.output(), Optional.empty());
    for (DownlinkData data : conversion.items()) {
      outbox.accept(
          new WaitingDownlink(
              nextNumber++,
              came,
              device,
              request.messageType(),
              data,
              UUID.randomUUID().toString(),
              rpcRequest(request, data),
              Tries.NONE));
    }
  }

  /** Of the converter's result, else of ThingsBoard's message, whose nodes use both names. */
  private static Optional<String> rpcRequest(DownlinkRequest request, DownlinkData data) {
    return Optional.ofNullable(data.metadata().get("rpcRequestId"))
        .or(() -> Optional.ofNullable(request.metadata().get("requestUUID")))
        .or(() -> Optional.ofNullable(request.metadata().get("requestId")));
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private void failed(DownlinkMessage message, DownlinkEnd end, String reason) {
    reports.failed(message.deviceName(), message.message().type(), end, reason, Optional.empty());
  }

  /**
   * A device was heard. Any thread; called with every uplink, so it costs little unless downlinks
   * wait for the device.
   */
  public void heard(String device) {
    if (awaited.tell(device)) {
      boolean comes =
          onControl(
              () -> {
                awaited.taken(device);
                outbox.heard(device);
              });
      if (!comes) {
        awaited.taken(device);
      }
    }
  }

  /** A device cannot be reached where it was heard any more. Any thread. */
  public void left(String device) {
    if (awaited.isAwaited(device)) {
      // When it cannot be done now, the tries end by their number.
      var unused = onControl(() -> outbox.left(device));
    }
  }

  /** How many downlinks wait for the device. Any thread; called with every uplink. */
  public int waiting(String device) {
    return awaited.waiting(device);
  }

  /** What waits, the oldest first. Any thread; completes on the control thread. */
  public CompletionStage<List<DownlinkView>> waitingNow() {
    return CompletableFuture.supplyAsync(outbox::waiting, control);
  }

  /**
   * Gives up downlinks that wait; one that is just being sent is not touched. Any thread.
   *
   * @param ids which are meant
   * @param reason a sentence for people
   * @return how many were given up
   */
  public CompletionStage<Integer> giveUp(Predicate<String> ids, String reason) {
    return CompletableFuture.supplyAsync(() -> outbox.giveUp(ids, reason), control);
  }

  /** Whether no downlink is being converted. Any thread. */
  public boolean isIdle() {
    return converting.isNone();
  }

  /** Looks after what waits; called at intervals. */
  public void check() {
    outbox.check();
  }

  /** Sends nothing more; what comes is converted and waits for the next start. */
  public void pause() {
    stopping = true;
    outbox.open(false);
  }

  /** Completes when what waits is on the disk, as far as the disk allows. Any thread. */
  public CompletionStage<Void> flushed() {
    return files.flushed();
  }

  /** Any thread. */
  public DownlinkCounters.Snapshot counters() {
    return counters.snapshot();
  }

  /** For what others of the device wait for. */
  private void certainlyOnControl(Runnable task) {
    if (!onControl(task) && !control.isShutdown()) {
      CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)
          .execute(() -> certainlyOnControl(task));
    }
  }

  private boolean onControl(Runnable task) {
    try {
      control.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      log.debug("integration '{}': the host is stopping", integration);
      return false;
    } catch (OutOfMemoryError e) {
      log.error(
          "integration '{}': a downlink was not taken care of: {}", integration, e.toString());
      return false;
    }
  }
}
