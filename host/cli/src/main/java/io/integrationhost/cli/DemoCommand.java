package io.integrationhost.cli;

import io.integrationhost.emulator.Reading;
import io.integrationhost.host.board.Status;
import io.integrationhost.workbench.demo.Demo;
import io.integrationhost.workbench.sensor.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = {
      "Shows readings of a sensor arriving at a stand-in for ThingsBoard.",
      "The whole way in one process: the sensor, the plugin, a converter script, and the link.",
      "Prints each reading as it arrives there."
    },
    footer = {
      "",
      "Exit code 0 when all readings arrived, 1 when they did not within a minute (or twice the"
          + " time",
      "that so many readings take).",
      "",
      "Examples:",
      "  integration-host demo --messages 20",
      "  integration-host demo --protocol udp"
    })
final class DemoCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  @Option(
      names = "--protocol",
      defaultValue = "tcp",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Protocol protocol;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "10",
      description = "End after so many readings. Default: ${DEFAULT-VALUE}.")
  private int messages;

  @Option(
      names = "--interval",
      paramLabel = "MS",
      defaultValue = "500",
      description = "Milliseconds between two readings of the sensor. Default: ${DEFAULT-VALUE}.")
  private long interval;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (messages < 1 || interval < 1) {
      throw new ParameterException(
          spec.commandLine(), "--messages and --interval must be 1 or more");
    }
    Console console = new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
    CountDownLatch missing = new CountDownLatch(messages);
    AtomicInteger shown = new AtomicInteger();
    Instant start = Instant.now();
    try (TemporaryDirectory data = new TemporaryDirectory("integration-host-demo");
        Demo demo =
            start(
                data.path(),
                console,
                (device, reading) -> {
                  if (shown.incrementAndGet() <= messages) {
                    console.line(line(device, reading));
                  }
                  missing.countDown();
                })) {
      console.line(
          "Stand-in for ThingsBoard on port %d, %s plugin on port %d. Another sensor may join:"
              .formatted(demo.thingsBoardPort(), protocol.name(), demo.devicePort()));
      console.line("  bin/integration-host sensor " + joining(demo) + " --name 'Device C'");
      boolean complete = missing.await(patience(), TimeUnit.MILLISECONDS);
      long arrived = messages - missing.getCount();
      console.line(
          "%d of %d readings arrived as telemetry in %.1f s"
              .formatted(
                  arrived, messages, Duration.between(start, Instant.now()).toMillis() / 1000.0));
      return complete ? ExitCode.SUCCESS : ExitCode.FAILURE;
    }
  }

  private String joining(Demo demo) {
    return switch (protocol) {
      case TCP -> "--port " + demo.devicePort();
      case UDP -> "--protocol udp --port " + demo.devicePort();
      case HTTP -> "--protocol http --port " + demo.devicePort() + " --key " + demo.key();
    };
  }

  /** A minute, or more where the readings asked for take longer. */
  private long patience() {
    return Math.max(PATIENCE.toMillis(), 2L * messages * interval);
  }

  private Demo start(
      Path data, Console console, java.util.function.BiConsumer<String, Reading> received) {
    return new Demo(
        protocol,
        Home.fromProperty().directory(),
        data,
        Duration.ofMillis(interval),
        (integration, before, now) -> told(console, integration, now),
        received);
  }

  private static void told(Console console, String integration, Status now) {
    switch (now.phase()) {
      case FAILED, REFUSED, DEGRADED ->
          console.line("integration '%s' is %s".formatted(integration, now.describe()));
      default -> {}
    }
  }

  private static String line(String device, Reading reading) {
    LocalTime time =
        Instant.ofEpochMilli(reading.ts()).atZone(ZoneId.systemDefault()).toLocalTime();
    return "%s  %s  %s"
        .formatted(
            TIME.format(time),
            device,
            reading.values().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("  ")));
  }
}
