package io.integrationhost.host.downlink;

import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import io.integrationhost.converter.ConverterDefinition;
import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.DownlinkData;
import io.integrationhost.converter.DownlinkRequest;
import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.remote.DownlinkMessage;
import io.integrationhost.remote.RuleMessage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** A downlink path with a control thread, a clock and reports that a test can look at. */
final class DownlinkRig implements AutoCloseable, DownlinkListener {

  /** Sends the value of {@code v} as text. */
  static final String PLAIN =
      "return {contentType: 'TEXT', data: '' + msg.v, metadata: {by: integrationMetadata"
          + ".integrationName}};";

  final List<String> reports = Collections.synchronizedList(new ArrayList<>());
  final ErrorOnce controlFault = new ErrorOnce();
  final ErrorOnce storageFault = new ErrorOnce();
  final ErrorOnce listenerFault = new ErrorOnce();
  private final ScheduledExecutorService control =
      new ScheduledThreadPoolExecutor(1) {
        @Override
        public void execute(Runnable task) {
          controlFault.pass();
          super.execute(task);
        }
      };
  private final SetClock clock = new SetClock();
  private final ConverterEngine engine;
  private final Router router = new Router();
  final DownlinkPath path;

  DownlinkRig(Path data, ConverterEngine engine, FakeTarget... targets) {
    this.engine = engine;
    this.path =
        new DownlinkPath(
            "Valves",
            "key",
            router,
            data,
            List.of(this),
            new RateLimitedLog(System::nanoTime, Duration.ofSeconds(10)),
            control,
            this::store,
            clock,
            new DownlinkCounters());
    router.targets(() -> List.of(targets));
    use(PLAIN, WaitingLimits.defaults(), true);
  }

  private void store(Runnable task) {
    storageFault.pass();
    task.run();
  }

  void use(String script, WaitingLimits limits, boolean enabled) {
    JsonObject json = new JsonObject();
    json.addProperty("scriptLang", "JS");
    json.addProperty("encoder", script);
    ActiveDownlinkConverter active =
        new ActiveDownlinkConverter(
            engine.downlink(new ConverterDefinition("1", "encoder", json.toString())),
            Map.of("integrationName", "Valves"));
    onControl(() -> path.use(Optional.of(active), limits, enabled));
  }

  void send(String device, int... values) {
    for (int value : values) {
      path.accept(message(device, "{\"v\": " + value + "}"));
    }
  }

  static DownlinkMessage message(String device, String data) {
    return new DownlinkMessage(
        device,
        "valve",
        new RuleMessage(
            UUID.randomUUID(),
            "RPC",
            "DEVICE",
            UUID.randomUUID(),
            Optional.empty(),
            Map.of("k", "v"),
            RuleMessage.DataType.JSON,
            data,
            0));
  }

  void pass(Duration time) {
    clock.now = clock.now.plus(time);
    onControl(router::look);
    onControl(path::check);
  }

  void heard(String transport, String device) {
    router.heard(device, transport);
    path.heard(device);
  }

  void onControl(Runnable task) {
    try {
      control.submit(task).get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  void awaitReports(String... wanted) {
    await().until(() -> reports.containsAll(List.of(wanted)));
  }

  @Override
  public void converted(
      String device, DownlinkRequest request, Optional<String> output, Optional<String> error) {
    error.ifPresent(
        text ->
            reports.add("error " + device + " " + text + output.map(" in "::concat).orElse("")));
  }

  @Override
  public void waiting(String device, String messageType, String reason) {
    listenerFault.pass();
    reports.add("waiting " + device);
  }

  @Override
  public void held(String device, String messageType, String reason) {
    reports.add("held " + device + " " + reason);
  }

  @Override
  public void sent(String device, String messageType, DownlinkData data) {
    listenerFault.pass();
    reports.add(
        "sent " + device + ":" + new String(data.data(), java.nio.charset.StandardCharsets.UTF_8));
  }

  @Override
  public void failed(
      String device, String messageType, String reason, Optional<DownlinkRequest> request) {
    reports.add("failed " + device + " " + messageType + ": " + reason);
  }

  @Override
  public void close() {
    control.shutdownNow();
  }

  private static final class SetClock extends Clock {
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
