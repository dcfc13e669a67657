package io.integrationhost.bench;

import io.integrationhost.bench.CountingServer.ArrivalListener;
import io.integrationhost.bench.OfficialStyle.DecodedLoad;
import io.integrationhost.bench.PacedDevice.Arrivals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The variants that the settings ask for, references first. */
final class Variants {

  static final String CEILING = "link-ceiling";
  static final String OFFICIAL = "official-style";
  static final String TCP_OFFICIAL = "tcp-official-style";

  static final String BESIDE = "beside-";

  private static final String FSYNC = "fsync";

  private static final String LATENCY_RATE = "latency-100-per-s-";

  private final BenchSettings settings;
  private final List<Variant> chosen = new ArrayList<>();

  private Variants(BenchSettings settings) {
    this.settings = settings;
  }

  static List<Variant> of(BenchSettings settings) {
    Variants variants = new Variants(settings);
    variants.choose();
    return List.copyOf(variants.chosen);
  }

  private void choose() {
    add(CEILING, Scenario.LINK_CEILING, directory -> new LinkCeiling(settings));
    add(OFFICIAL, Scenario.OFFICIAL_STYLE, directory -> new DecodedLoad(settings, directory));
    for (int integrations : settings.integrations()) {
      for (String durability : settings.durabilities()) {
        add(
            "core-%s-%d".formatted(durability, integrations),
            Scenario.CORE,
            directory -> new CoreLoad(settings, durability, integrations, directory));
      }
    }
    add(TCP_OFFICIAL, Scenario.TCP, this::officialDevices);
    for (String durability : onDisk()) {
      add(
          "tcp-" + durability,
          Scenario.TCP,
          directory -> devices(directory, durability, new BusyConnector()));
      add(LATENCY_RATE + durability, Scenario.LATENCY, directory -> paced(directory, durability));
    }
    HttpVariants.of(settings, onDisk()).forEach(this::add);
    MqttVariants.of(settings, onDisk()).forEach(this::add);
    addAttacks();
  }

  private void add(Variant variant) {
    if (settings.scenarios().contains(variant.scenario())) {
      chosen.add(variant);
    }
  }

  /** The first durability that was asked for: what is compared is the neighbours. */
  private void addAttacks() {
    onDisk().stream()
        .findFirst()
        .ifPresent(
            durability ->
                Stream.of(Attack.values())
                    .filter(settings.attacks()::contains)
                    .forEach(
                        attack ->
                            add(
                                BESIDE + attack.title(),
                                Scenario.ATTACKS,
                                directory -> neighboured(directory, durability, attack))));
  }

  /** The host itself has no spool in memory. */
  private List<String> onDisk() {
    return settings.durabilities().stream()
        .filter(durability -> !durability.equals(BenchSettings.MEMORY))
        .toList();
  }

  private void add(String name, Scenario scenario, Variant.Starter starter) {
    if (settings.scenarios().contains(scenario)) {
      chosen.add(new Variant(name, scenario, scenario == Scenario.LATENCY, starter));
    }
  }

  private Load devices(Path directory, String durability, Connector connector) {
    int port = GuideSocket.freePort();
    return new DevicesLoad(
        Target.start(settings, port, connector),
        target -> new WholeHost(target, settings.home(), directory, durability),
        () -> connector.connect(port));
  }

  /** Where each reading waits for the disk, the disk is measured beside it. */
  private Load paced(Path directory, String durability) {
    Connector connector = new PacedConnector();
    int port = GuideSocket.freePort();
    return new DevicesLoad(
        Target.start(settings, port, connector),
        target -> new WholeHost(target, settings.home(), directory, durability),
        () ->
            durability.equals(FSYNC)
                ? new BareDisk(connector.connect(port), directory)
                : connector.connect(port));
  }

  private Load neighboured(Path directory, String durability, Attack attack) {
    int port = GuideSocket.freePort();
    int neighbourPort = GuideSocket.freePort();
    return new DevicesLoad(
        Target.start(settings, port, neighbourPort, attack),
        target -> new WholeHost(target, settings.home(), directory, durability),
        () ->
            new NeighbouredDevices(
                new BusyDevices(port, settings.connections()), new Attackers(neighbourPort)));
  }

  private Load officialDevices(Path directory) {
    Connector connector = new BusyConnector();
    int port = GuideSocket.freePort();
    return new DevicesLoad(
        Target.start(settings, port, connector),
        target -> new OfficialStyleHost(target, settings.home(), directory, port),
        () -> connector.connect(port));
  }

  /** Connects devices and hears what arrives from them. */
  private interface Connector extends ArrivalListener {
    Devices connect(int port);
  }

  private final class BusyConnector implements Connector {
    @Override
    public void arrived(int items) {}

    @Override
    public Devices connect(int port) {
      return new BusyDevices(port, settings.connections());
    }
  }

  private static final class PacedConnector implements Connector {
    private final Arrivals arrivals = new Arrivals();

    @Override
    public void arrived(int items) {
      arrivals.arrived(items);
    }

    @Override
    public Devices connect(int port) {
      return new PacedDevice(port, arrivals);
    }
  }
}
