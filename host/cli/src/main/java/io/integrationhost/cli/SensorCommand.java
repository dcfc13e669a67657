package io.integrationhost.cli;

import io.integrationhost.workbench.sensor.Protocol;
import io.integrationhost.workbench.sensor.SensorReport;
import io.integrationhost.workbench.sensor.SensorSettings;
import io.integrationhost.workbench.sensor.Sensors;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "sensor",
    description = "Plays sensors over TCP, UDP or HTTP: sends readings, shows the answers.",
    footer = {
      "",
      "tcp: each sensor says 'Hello to ThingsBoard! My name is [NAME]' and then sends readings"
          + " such",
      "as '25,40,94' (temperature, humidity, battery), each as a line, waiting for each answer.",
      "udp: each reading is a datagram, {\"deviceName\":\"Device"
          + " B\",\"temperature\":25,\"humidity\":40,",
      "\"batteryLevel\":94}; an answer comes only when the integration's replies say so.",
      "http: the same JSON is posted to /api/v1/integrations/http/ROUTING_KEY.",
      "",
      "Examples:",
      "  integration-host sensor --port 5555 --name 'Device B' --interval 1000 --count 10",
      "  integration-host sensor --protocol udp --port 11560 --count 10",
      "  integration-host sensor --protocol http --port 8082 --key"
          + " 7d0c2f9e-5b1a-4c8e-9a70-1f2e3d4c5b6a"
    })
final class SensorCommand implements Callable<Integer> {

  private static final int MOST_CONNECTIONS = 2000;

  @Option(
      names = "--protocol",
      defaultValue = "tcp",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Protocol protocol;

  @Option(names = "--host", defaultValue = "127.0.0.1", description = "Default: ${DEFAULT-VALUE}.")
  private String host;

  @Option(names = "--port", required = true, description = "The port of the integration.")
  private int port;

  @Option(
      names = "--key",
      paramLabel = "ROUTING_KEY",
      defaultValue = "",
      description = "http: the routing key of the integration.")
  private String key;

  @Option(
      names = "--name",
      defaultValue = "Device B",
      description = "Device name; several connections append a number. Default: ${DEFAULT-VALUE}.")
  private String name;

  @Option(
      names = "--interval",
      paramLabel = "MS",
      defaultValue = "1000",
      description = "Milliseconds between two readings. Default: ${DEFAULT-VALUE}.")
  private long interval;

  @Option(
      names = "--count",
      defaultValue = "0",
      description = "Readings per sensor; 0 sends until stopped. Default: ${DEFAULT-VALUE}.")
  private long count;

  @Option(
      names = "--connections",
      defaultValue = "1",
      description = "Sensors at the same time. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long to wait for a host that is not there yet. Default: ${DEFAULT-VALUE}.")
  private int wait;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    require(port >= 1 && port <= 65535, "--port must be 1 to 65535, is " + port);
    require(interval >= 0, "--interval must not be negative, is " + interval);
    require(count >= 0, "--count must not be negative, is " + count);
    require(wait >= 0, "--wait must not be negative, is " + wait);
    require(
        connections >= 1 && connections <= MOST_CONNECTIONS,
        "--connections must be 1 to " + MOST_CONNECTIONS + ", is " + connections);
    require(
        key.isEmpty() == (protocol != Protocol.HTTP),
        "--key is the routing key of an HTTP integration; give it with --protocol http, and only"
            + " there");
    Console console = new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
    Tally tally = new Tally(console);
    try (Sensors sensors =
        new Sensors(
            new SensorSettings(
                protocol,
                host,
                port,
                key,
                name,
                Duration.ofMillis(interval),
                count,
                connections,
                Duration.ofSeconds(wait)),
            tally)) {
      sensors.join();
    }
    console.line(
        "%d readings answered OK, %d answered otherwise"
                .formatted(tally.ok.get(), tally.other.get())
            + (tally.none.get() > 0 ? ", %d not answered".formatted(tally.none.get()) : ""));
    return tally.failures.get() == 0 && tally.other.get() == 0
        ? ExitCode.SUCCESS
        : ExitCode.FAILURE;
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }

  private record Tally(
      Console console,
      AtomicLong ok,
      AtomicLong other,
      AtomicLong none,
      AtomicInteger failures,
      AtomicBoolean waiting)
      implements SensorReport {

    Tally(Console console) {
      this(
          console,
          new AtomicLong(),
          new AtomicLong(),
          new AtomicLong(),
          new AtomicInteger(),
          new AtomicBoolean());
    }

    @Override
    public void answered(String sensor, String said, String answer, Kind kind) {
      console.line(
          kind == Kind.NONE
              ? "%s: %s".formatted(sensor, said)
              : "%s: %s -> %s".formatted(sensor, said, answer));
      switch (kind) {
        case OK -> ok.incrementAndGet();
        case OTHER -> other.incrementAndGet();
        case NONE -> none.incrementAndGet();
        case GREETING -> {}
      }
    }

    @Override
    public void failed(String problem) {
      failures.incrementAndGet();
      console.line(problem);
    }

    /** Once for all of them. */
    @Override
    public void waits(String problem) {
      if (waiting.compareAndSet(false, true)) {
        console.line(problem);
      }
    }
  }
}
