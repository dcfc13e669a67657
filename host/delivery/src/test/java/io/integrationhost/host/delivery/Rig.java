package io.integrationhost.host.delivery;

import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import io.integrationhost.remote.RecordContent;
import io.integrationhost.remote.RecordReader;
import io.integrationhost.remote.UplinkCodec;
import io.integrationhost.spool.MemorySpool;
import io.integrationhost.spool.ReadingLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A delivery with a model of the server, in a test's own time. */
final class Rig {

  final ManualTime time = new ManualTime();
  final ModelServer server;
  final ReadingLog spool = new MemorySpool("test", 1 << 28, 1_000_000, 10);
  final DeliveryCounters counters = new DeliveryCounters();
  final Map<SuspectStore.Id, SuspectStore.Kept> kept = new LinkedHashMap<>();
  final List<EntityData> letters = new ArrayList<>();
  final List<String> reasons = new ArrayList<>();
  Runnable beforeKeep = () -> {};
  Runnable beforeLetter = () -> {};
  RefusalRules rules = RefusalRules.standard();
  BatchSettings batch;
  Deliverer deliverer;

  private static final UplinkCodec CODEC = new UplinkCodec();

  Rig(int maxRecords, int window) {
    batch = new BatchSettings(maxRecords, 1 << 20);
    server = new ModelServer(time, window, Duration.ofMillis(20));
  }

  Rig start() {
    return start(spool);
  }

  Rig start(ReadingLog source) {
    deliverer =
        new Deliverer(
            "test",
            source,
            server,
            batch,
            new Refusals(rules, new Store(), this::letter),
            counters,
            time,
            time::nanoTime);
    server.onWritable(deliverer::wake);
    source.onReadable(deliverer::wake);
    deliverer.wake();
    return this;
  }

  /** What a delivery would keep of its suspects. */
  Suspects suspects() {
    return new Suspects(
        "test",
        new Refusals(rules, new Store(), this::letter),
        new AttributeOrder(),
        counters,
        new RateLimitedLog(time::nanoTime, Duration.ofSeconds(10)),
        time::execute);
  }

  /** Ends the process at once and starts another one on what it left. */
  void kill() {
    time.forgetAll();
    server.restart();
    spool.rewind();
    start();
  }

  void append(EntityData item) {
    spool.append(CODEC.encode(item));
  }

  void pass(Duration duration) {
    time.pass(duration);
  }

  /** Lets time pass until nothing is stored or set aside any more. */
  void drain(Duration atMost) {
    long end = time.nanoTime() + atMost.toNanos();
    while (time.nanoTime() < end && (spool.stats().records() > 0 || !kept.isEmpty())) {
      pass(Duration.ofMillis(100));
    }
  }

  static EntityData telemetry(String device, String type, long number) {
    return new EntityData(
        EntityKind.DEVICE,
        device,
        type,
        "",
        "",
        "",
        Optional.of(List.of(new TimedValues(1_000 + number, Map.of("n", Value.of(number))))),
        Optional.empty());
  }

  static EntityData attributes(String device, String key, long number) {
    return new EntityData(
        EntityKind.DEVICE,
        device,
        "sensor",
        "",
        "",
        "",
        Optional.empty(),
        Optional.of(Map.of(key, Value.of(number))));
  }

  static EntityData both(String device, String key, long number) {
    return new EntityData(
        EntityKind.DEVICE,
        device,
        "sensor",
        "",
        "",
        "",
        telemetry(device, "sensor", number).telemetry(),
        attributes(device, key, number).attributes());
  }

  /** The numbers that a device's telemetry holds. */
  static List<Long> numbers(EntityData item) {
    return item.telemetry().orElse(List.of()).stream()
        .map(values -> ((Value.LongValue) values.values().get("n")).value())
        .toList();
  }

  private CompletionStage<Void> letter(byte[] item, String reason) {
    beforeLetter.run();
    CompletableFuture<Void> done = new CompletableFuture<>();
    time.execute(
        () -> {
          letters.add(((RecordContent.Entity) new RecordReader().read(item)).data());
          reasons.add(reason);
          done.complete(null);
        });
    return done;
  }

  private final class Store implements SuspectStore {
    @Override
    public List<Kept> load() {
      return List.copyOf(kept.values());
    }

    @Override
    public CompletionStage<Void> keep(Kept suspect) {
      beforeKeep.run();
      CompletableFuture<Void> done = new CompletableFuture<>();
      time.execute(
          () -> {
            kept.put(suspect.id(), suspect);
            done.complete(null);
          });
      return done;
    }

    @Override
    public CompletionStage<Void> remove(Id id) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      time.execute(
          () -> {
            kept.remove(id);
            done.complete(null);
          });
      return done;
    }
  }
}
