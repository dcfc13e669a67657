package io.integrationhost.cli;

import io.integrationhost.bench.Attack;
import io.integrationhost.bench.Bench;
import io.integrationhost.bench.BenchReport;
import io.integrationhost.bench.BenchSettings;
import io.integrationhost.bench.Density;
import io.integrationhost.bench.Measurement;
import io.integrationhost.bench.Scenario;
import io.integrationhost.bench.UdpBench;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    description = {
      "Measures on this machine what the host delivers, how fast, and what it costs.",
      "Nothing leaves the machine; the temporary data is deleted."
    },
    footer = {
      "",
      "Scenarios:",
      "  link-ceiling    a bare gRPC stream of batches built beforehand: what the link could carry",
      "  official-style  one reading per message, ten at a time, through line files without sync:",
      "                  how the official client works, written from its description",
      "  core            decoded readings from publish through the spool to the answer",
      "  tcp             TCP devices through plugin, converter, spool and link, and through the",
      "                  official-style path behind the same plugin and converter",
      "  mqtt            a broker that publishes with quality of service 1 through plugin,"
          + " converter,",
      "                  spool and link, and to a client that acknowledges at once",
      "  latency         one TCP device with 100 readings per second",
      "  density         memory and threads of one host with the largest number of --integrations,",
      "                  and of as many hosts with one each; only by its name, and on Linux",
      "  attacks         TCP devices of one integration beside another one whose converter loops"
          + " for",
      "                  ever, fills the memory and so on, and alone before and after that; only"
          + " by",
      "                  its name, best with --seconds 60, in which errors are counted",
      "  udp             datagrams through the UDP plugin, at 30,000 per second beside a bare"
          + " receiver",
      "                  and as many as one thread can send; every one accounted for; beside it"
          + " tcp;",
      "                  only by its name, best with --seconds 10",
      "",
      "Scenarios run in turn, round after round; a first round warms up and does not count."
          + " Figures",
      "are medians of the rounds. Compare ratios of one run: all of it, devices and the stand-in",
      "for ThingsBoard included, shares this machine.",
      "",
      "A run that is ended early (Ctrl-C, SIGTERM, an error) prints what it has measured until"
          + " then,",
      "with \"complete\": false.",
      "",
      "Example:",
      "  integration-host bench --scenario core --durability fsync --json",
      "  JAVA_OPTS=-Xmx256m integration-host bench --scenario density --integrations 50 --seconds"
          + " 10"
    })
final class BenchCommand implements Callable<Integer> {

  private static final Set<String> DURABILITIES = Set.of("fsync", "none", BenchSettings.MEMORY);
  private static final String DECODING = "decoding";
  private static final Set<String> SERVERS = Set.of("counting", DECODING);
  private static final int MOST_CONNECTIONS = 500;
  private static final int MOST_PUBLISHERS = 10_000;
  private static final int MOST_INTEGRATIONS = 200;

  @Option(
      names = "--scenario",
      split = ",",
      paramLabel = "NAME",
      description = "Only these, separated by commas. Default: all but density, attacks and udp.")
  private List<String> scenarios = List.of();

  @Option(
      names = "--attacks",
      split = ",",
      paramLabel = "NAME",
      description = "Only these of the scenario attacks, separated by commas. Default: all.")
  private List<String> attacks = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "2",
      description = "How long each is measured per round. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Rounds that count. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--durability",
      split = ",",
      defaultValue = "fsync,none,memory",
      description = "fsync, none, memory (core only). Default: ${DEFAULT-VALUE}.")
  private List<String> durabilities;

  @Option(
      names = "--integrations",
      split = ",",
      defaultValue = "1,50",
      description =
          "Numbers of integrations that share the core's load. Default: ${DEFAULT-VALUE}.")
  private List<Integer> integrations;

  @Option(
      names = "--connections",
      defaultValue = "50",
      description = "TCP devices. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--publishers",
      defaultValue = "256",
      description =
          "Sources of the core's load, each with one reading in flight. "
              + "Default: ${DEFAULT-VALUE}.")
  private int publishers;

  @Option(
      names = "--server",
      defaultValue = "decoding",
      description = {
        "decoding: the stand-in for ThingsBoard builds all objects, as a server must;",
        "counting: it skips over what it counts and costs little. Default: ${DEFAULT-VALUE}."
      })
  private String server;

  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Set<Scenario> chosen =
        chosen(
            Scenario.class,
            Scenario::title,
            "--scenario",
            scenarios,
            EnumSet.complementOf(EnumSet.of(Scenario.DENSITY, Scenario.ATTACKS, Scenario.UDP)));
    require(seconds >= 0.1 && seconds <= 600, "--seconds must be 0.1 to 600, is " + seconds);
    require(rounds >= 1 && rounds <= 100, "--rounds must be 1 to 100, is " + rounds);
    require(
        !durabilities.isEmpty() && DURABILITIES.containsAll(durabilities),
        "--durability must be fsync, none or memory, is " + String.join(",", durabilities));
    require(
        integrations.stream().allMatch(each -> each >= 1 && each <= MOST_INTEGRATIONS),
        "--integrations must be 1 to " + MOST_INTEGRATIONS + ", is " + integrations);
    require(SERVERS.contains(server), "--server must be counting or decoding, is " + server);
    require(
        connections >= 1 && connections <= MOST_CONNECTIONS,
        "--connections must be 1 to " + MOST_CONNECTIONS + ", is " + connections);
    require(
        publishers >= 1 && publishers <= MOST_PUBLISHERS,
        "--publishers must be 1 to " + MOST_PUBLISHERS + ", is " + publishers);
    require(
        !chosen.contains(Scenario.DENSITY) || chosen.size() == 1,
        "--scenario density starts processes of its own and is measured alone");
    require(
        !chosen.contains(Scenario.UDP) || chosen.size() == 1,
        "--scenario udp brings what it is compared with and is measured alone");
    if (chosen.contains(Scenario.ATTACKS) || chosen.contains(Scenario.UDP)) {
      Logging.onlyErrors();
    }
    Console console = new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
    try (BenchRun run = new BenchRun(report -> print(report, console));
        TemporaryDirectory data = new TemporaryDirectory("integration-host-bench")) {
      BenchSettings settings = settings(chosen, data);
      run.measure(measurement(chosen, settings, console));
      return run.isEndedEarly() ? ExitCode.FAILURE : ExitCode.SUCCESS;
    }
  }

  private static Measurement measurement(
      Set<Scenario> chosen, BenchSettings settings, Console console) {
    if (chosen.contains(Scenario.DENSITY)) {
      return new Density(settings, Main.class.getName(), console::error);
    }
    return chosen.contains(Scenario.UDP)
        ? new UdpBench(settings, console::error)
        : new Bench(settings, console::error);
  }

  private BenchSettings settings(Set<Scenario> chosen, TemporaryDirectory data) {
    return new BenchSettings(
        Home.fromProperty().directory(),
        data.path(),
        chosen,
        chosen(Attack.class, Attack::title, "--attacks", attacks, EnumSet.allOf(Attack.class)),
        durabilities,
        integrations,
        Duration.ofMillis((long) (seconds * 1000)),
        rounds,
        connections,
        server.equals(DECODING),
        publishers);
  }

  private void print(BenchReport report, Console console) {
    if (json) {
      console.line(report.json());
    } else {
      report.lines().forEach(console::line);
    }
  }

  private <E extends Enum<E>> Set<E> chosen(
      Class<E> type, Function<E, String> title, String option, List<String> names, Set<E> usual) {
    Set<E> chosen = EnumSet.noneOf(type);
    for (String name : names) {
      chosen.add(
          Stream.of(type.getEnumConstants())
              .filter(each -> title.apply(each).equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(),
                          "%s '%s' is not known; there are %s"
                              .formatted(
                                  option,
                                  name,
                                  Stream.of(type.getEnumConstants())
                                      .map(title)
                                      .collect(Collectors.joining(", "))))));
    }
    return chosen.isEmpty() ? usual : chosen;
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
