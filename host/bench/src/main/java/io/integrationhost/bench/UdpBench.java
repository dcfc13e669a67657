package io.integrationhost.bench;

import io.integrationhost.bench.BenchReport.RunDescription;
import io.integrationhost.bench.Shares.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Datagrams through the UDP plugin, the converter of the guide, the spool and the link. A round
 * measures in turn: TCP devices, a bare receiver at a fixed rate, the host at the same rate, and
 * the host with as many datagrams as one thread can send. A first round warms up and does not
 * count. Every datagram must be accounted for: stored, refused and counted, or dropped by the
 * system, which counts, too.
 */
public final class UdpBench implements Measurement {

  private static final int PER_SECOND = 30_000;
  private static final int DEVICES = 50;
  private static final int BUFFER_KILOBYTES = 4096;
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  private final BenchSettings settings;
  private final Consumer<String> progress;
  private final Shares shares = new Shares();
  private boolean complete;
  private volatile boolean ended;

  /**
   * A comparison.
   *
   * @param settings of which the home, the data directory, the durabilities on the disk, the
   *     window, the rounds and the connections count
   * @param progress hears what is being done, a line at a time
   */
  public UdpBench(BenchSettings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Measures.
   *
   * @throws BenchException when something cannot be run, a datagram is unaccounted for, or it was
   *     ended early
   */
  @Override
  public BenchReport run() {
    List<String> durabilities =
        settings.durabilities().stream()
            .filter(durability -> !durability.equals(BenchSettings.MEMORY))
            .toList();
    for (int round = 0; round <= settings.rounds(); round++) {
      for (String durability : durabilities) {
        add(round, "tcp-" + durability, tcp(durability, round));
        try (BareReceiver bare = new BareReceiver(BUFFER_KILOBYTES * 1024)) {
          add(round, "bare-receiver-" + durability, datagrams(bare, PER_SECOND));
        }
        Path directory = directory("udp-" + durability, round);
        try (DatagramHost host =
            new DatagramHost(settings, durability, BUFFER_KILOBYTES, directory)) {
          add(round, "udp-" + PER_SECOND + "-per-s-" + durability, datagrams(host, PER_SECOND));
          add(round, "udp-saturated-" + durability, datagrams(host, DatagramSource.NO_LIMIT));
          host.awaitDelivery();
        }
      }
    }
    return completed();
  }

  private Phase tcp(String durability, int round) {
    int port = GuideSocket.freePort();
    Path directory = directory("tcp-" + durability, round);
    try (Load load =
        new DevicesLoad(
            Target.start(settings, port, items -> {}),
            target -> new WholeHost(target, settings.home(), directory, durability),
            () -> new BusyDevices(port, settings.connections()))) {
      Waiting.until(() -> load.delivered() > 0, "the first delivery");
      Waiting.pass(WARM_UP, () -> ended);
      long start = System.nanoTime();
      long delivered = load.delivered();
      Cost before = Cost.now();
      Waiting.pass(settings.window(), () -> ended);
      long readings = load.delivered() - delivered;
      Cost after = Cost.now();
      long nanos = System.nanoTime() - start;
      load.finish().requireComplete("tcp");
      return new Phase(readings, readings, 0, OptionalLong.of(0), nanos, before, after);
    }
  }

  private Phase datagrams(DatagramSink sink, int perSecond) {
    try (DatagramSource source = new DatagramSource(sink.port(), DEVICES, perSecond)) {
      source.send(true);
      Waiting.pass(WARM_UP, () -> ended);
      source.send(false);
      Standing.settled(sink);
      Standing first = Standing.of(sink, source);
      long start = System.nanoTime();
      Cost before = Cost.now();
      source.send(true);
      Waiting.pass(settings.window(), () -> ended);
      source.send(false);
      long nanos = System.nanoTime() - start;
      Standing.settled(sink);
      Cost after = Cost.now();
      Standing last = Standing.of(sink, source);
      return new Phase(
          last.sent() - first.sent(),
          last.taken() - first.taken(),
          last.refused() - first.refused(),
          last.dropped(first),
          nanos,
          before,
          after);
    }
  }

  /** What had become of all datagrams at one moment. */
  private record Standing(long sent, long taken, long refused, OptionalLong systemDrops) {

    private static final Duration QUIET = Duration.ofMillis(300);

    static Standing of(DatagramSink sink, DatagramSource source) {
      return new Standing(source.sent(), sink.taken(), sink.refused(), KernelDrops.of(sink.port()));
    }

    OptionalLong dropped(Standing before) {
      return systemDrops.isPresent() && before.systemDrops.isPresent()
          ? OptionalLong.of(systemDrops.getAsLong() - before.systemDrops.getAsLong())
          : OptionalLong.empty();
    }

    /** Waits until nothing is on its way any more. */
    static void settled(DatagramSink sink) {
      long[] seen = {-1, System.nanoTime()};
      Waiting.until(
          () -> {
            long all = sink.taken() + sink.refused();
            if (all != seen[0]) {
              seen[0] = all;
              seen[1] = System.nanoTime();
            }
            return System.nanoTime() - seen[1] > QUIET.toNanos();
          },
          "the end of what is on its way");
    }
  }

  private void add(int round, String name, Phase phase) {
    progress.accept(
        "%s  %-28s %,10.0f readings/s"
            .formatted(round == 0 ? "warm-up" : "round " + round, name, phase.takenPerSecond()));
    phase.requireAccounted(name);
    if (round > 0) {
      synchronized (this) {
        shares.add(name, phase);
      }
    }
  }

  @Override
  public void end() {
    ended = true;
  }

  private synchronized BenchReport completed() {
    complete = true;
    return report();
  }

  @Override
  public synchronized BenchReport report() {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("scenario", "datagrams of 8 bytes from " + DEVICES + " addresses");
    run.put("window_ms", settings.window().toMillis());
    run.put("rounds", settings.rounds());
    run.put("connections", settings.connections());
    run.put("receive_buffer_kilobytes_asked", BUFFER_KILOBYTES);
    run.putAll(RunDescription.machine());
    return BenchReport.of(run, new ArrayList<>(shares.figures()), complete);
  }

  private Path directory(String name, int round) {
    try {
      return Files.createDirectories(settings.data().resolve(name + "-" + round));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
