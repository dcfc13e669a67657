package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.IntegrationHandle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stand-in for ThingsBoard, devices in full traffic, a ledger between the two, and a host that
 * may come and go.
 */
final class FaultRig implements AutoCloseable {

  static final String KEY = "sensors";

  /**
   * Between two bursts of a device, at most: traffic that finds faults and leaves time for them.
   */
  private static final Duration PAUSE = Duration.ofMillis(80);

  private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+)");

  private final Path directory;
  private final Ledger ledger = new Ledger();
  private final Emulator emulator;
  private final Traffic traffic;
  private final List<String> formerLines = new ArrayList<>();
  private final Starter starter;
  private Path settings;
  private RunningHost host;

  /** Starts a host with a settings file. */
  @FunctionalInterface
  private interface Starter {
    RunningHost start(Path settings) throws IOException;
  }

  /** With hosts that are processes, and can be killed. */
  FaultRig(Path directory, Random random) {
    this(directory, PAUSE, random);
  }

  /**
   * @param pause between two bursts of a device, at most
   */
  FaultRig(Path directory, Duration pause, Random random) {
    this(
        directory,
        pause,
        random,
        settings -> HostProcess.start("run", "--conf", settings.toString()));
  }

  private FaultRig(Path directory, Duration pause, Random random, Starter starter) {
    this.directory = directory;
    this.starter = starter;
    // Any port: a restarted host must not depend on getting its former one.
    this.emulator =
        Emulator.start(
            EmulatorSettings.builder()
                .keptItems(0)
                .itemListener(ledger)
                .integration(Integrations.guide(KEY, 0))
                .build());
    this.traffic = new Traffic(ledger, pause, random);
  }

  /** With hosts in this virtual machine. */
  static FaultRig inside(Path directory, Random random) {
    return inside(directory, PAUSE, random);
  }

  static FaultRig inside(Path directory, Duration pause, Random random) {
    return new FaultRig(directory, pause, random, HostInside::start);
  }

  Ledger ledger() {
    return ledger;
  }

  Emulator emulator() {
    return emulator;
  }

  IntegrationHandle integration() {
    return emulator.integration(KEY);
  }

  RunningHost host() {
    return host;
  }

  /** The host of a rig whose hosts are processes. */
  HostProcess process() {
    return (HostProcess) host;
  }

  /** Settings with short patience on the link, and more. */
  void configure(int thingsBoardPort, String more) throws IOException {
    settings =
        Settings.write(
            directory,
            Settings.head(directory, thingsBoardPort)
                + """
                thingsboard { heartbeat = 1s, answer-timeout = 2s }
                integrations.%s { routing-key = %s, secret = %s }
                %s
                """
                    .formatted(KEY, KEY, Integrations.secret(KEY), more));
  }

  /** Begins to start the host. */
  void launch() throws IOException {
    if (host != null) {
      formerLines.addAll(host.lines());
    }
    host = starter.start(settings);
  }

  /** Starts the host and points the devices at it. */
  void start() throws IOException {
    launch();
    connectDevices();
  }

  void connectDevices() {
    connectDevices(1);
  }

  /** Points the devices at the port that the host has opened as the given one, counted from 1. */
  void connectDevices(int opening) {
    await()
        .atMost(HostProcess.PATIENCE)
        .failFast("the host has ended", () -> !host.isAlive())
        .until(() -> openings() >= opening);
    traffic.connectTo(
        host.lines().stream()
            .map(LISTENING::matcher)
            .filter(Matcher::find)
            .mapToInt(found -> Integer.parseInt(found.group(1)))
            .skip(opening - 1L)
            .findFirst()
            .orElseThrow());
  }

  private long openings() {
    return host.lines().stream().filter(line -> LISTENING.matcher(line).find()).count();
  }

  /** Waits until devices were told of so many more readings that they are stored. */
  void awaitAcknowledged(long more) {
    long wanted = ledger.acknowledged() + more;
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(HostProcess.PATIENCE)
        .failFast("the host has ended", () -> !host.isAlive())
        .untilAsserted(() -> assertThat(ledger.acknowledged()).isGreaterThanOrEqualTo(wanted));
  }

  /** Waits until devices wait: a second passes in which none is told that a reading is stored. */
  void awaitNothingStored() {
    AtomicLong earlier = new AtomicLong();
    await()
        .pollInterval(Duration.ofSeconds(1))
        .atMost(HostProcess.PATIENCE)
        .until(
            () -> {
              long now = ledger.acknowledged();
              return earlier.getAndSet(now) == now && now > 0;
            });
  }

  /** Waits until everything is delivered that is acknowledged now, while more comes. */
  void awaitDelivered() {
    awaitAcknowledged(100);
    // Counts would not do: what came later may have arrived in place of what is still missing.
    Map<String, BitSet> wanted = ledger.underWay();
    await()
        .atMost(HostProcess.PATIENCE)
        .untilAsserted(() -> assertThat(ledger.stillUnderWay(wanted)).isZero());
    assertThat(ledger.invented()).as("invented readings").isZero();
  }

  /** Ends the traffic and waits until everything has arrived that a device was told is stored. */
  void drain() throws InterruptedException {
    traffic.stop();
    await()
        .atMost(HostProcess.PATIENCE)
        .untilAsserted(() -> assertThat(ledger.lostReadings()).as(ledger.toString()).isEmpty());
  }

  /** Drains, stops the host, and checks what holds after every fault. */
  void finish(String title) throws InterruptedException {
    finish(title, 0);
  }

  void finish(String title, long toleratedDisorder) throws InterruptedException {
    drain();
    assertThat(host.terminate()).isZero();
    report(title);
    assertThat(ledger.lostReadings()).as("lost").isEmpty();
    assertThat(ledger.invented()).as("invented").isZero();
    assertThat(ledger.disorder()).as("first arrivals out of order").isEqualTo(toleratedDisorder);
  }

  void report(String title) {
    System.out.println(title + ": " + ledger);
  }

  /** What this host and those before it have printed. */
  List<String> lines() {
    List<String> all = new ArrayList<>(formerLines);
    all.addAll(host.lines());
    return all;
  }

  @Override
  public void close() {
    traffic.close();
    if (host != null) {
      host.close();
    }
    emulator.close();
  }
}
