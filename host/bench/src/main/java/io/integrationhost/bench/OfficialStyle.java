package io.integrationhost.bench;

import io.integrationhost.converter.Conversion;
import io.integrationhost.converter.ConverterDefinition;
import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.UplinkConverter;
import io.integrationhost.entity.EntityData;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import io.integrationhost.remote.LinkChannels;
import io.integrationhost.remote.UplinkAnswer;
import io.integrationhost.remote.UplinkCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** The official-style path from an uplink to the server's answer, over the host's own link. */
final class OfficialStyle implements AutoCloseable {

  private final ConverterEngine converters;
  private final LinkChannels links = new LinkChannels();
  private final OfficialStyleStore store;
  private final Sender sender;
  private final Uplinks uplinks;

  OfficialStyle(Target target, HostSettings settings, Path directory) {
    try {
      store = new OfficialStyleStore(Files.createDirectories(directory.resolve("official")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    converters = new ConverterEngine(settings.converter(), Clock.systemUTC());
    var unused = converters.warmUp();
    uplinks =
        new Intake(
            converters.uplink(new ConverterDefinition("bench", "guide", Target.converter())),
            store);
    OpenLink link =
        new OpenLink(links, target.address(), Target.credentials(0), settings.link(), Sender.BATCH);
    link.awaitConnected();
    sender = new Sender(store, link);
  }

  Uplinks uplinks() {
    return uplinks;
  }

  long delivered() {
    return sender.delivered();
  }

  @Override
  public void close() {
    sender.stop();
    links.close();
    store.close();
    converters.close();
  }

  /** Takes uplinks into the official-style store; the converter is the host's own. */
  private static final class Intake implements Uplinks {

    private final UplinkCodec codec = new UplinkCodec();
    private final UplinkConverter converter;
    private final OfficialStyleStore store;

    Intake(UplinkConverter converter, OfficialStyleStore store) {
      this.converter = converter;
      this.store = store;
    }

    @Override
    public CompletionStage<Receipt> publish(Uplink uplink) {
      if (uplink instanceof Uplink.Telemetry telemetry) {
        return stored(List.of(Readings.item(telemetry)));
      } else if (uplink instanceof Uplink.Payload payload) {
        return converter
            .convert(
                payload.bytes(), Map.of("integrationName", "bench"), payload.source().session())
            .thenApply(Conversion::items)
            .thenApply(
                items ->
                    payload
                        .deviceName()
                        .map(name -> items.stream().map(item -> item.withName(name)).toList())
                        .orElse(items))
            .thenCompose(this::stored);
      }
      throw new IllegalArgumentException("the benchmark sends no " + uplink.getClass());
    }

    private CompletionStage<Receipt> stored(List<EntityData> items) {
      CompletableFuture<?>[] appends =
          items.stream()
              .map(item -> store.append(codec.encode(item)).toCompletableFuture())
              .toArray(CompletableFuture<?>[]::new);
      return CompletableFuture.allOf(appends).thenApply(done -> new Receipt.Stored());
    }
  }

  /**
   * Sends as the official client does (facts 3.4, its default settings): one record per message, a
   * few messages, then it waits for all their answers; a pause, here a short one, when there is
   * nothing.
   */
  static final class Sender {

    /** Records read and sent at a time. */
    static final int BATCH = 10;

    /** The original pauses for a second; its throughput under load is to be measured, not that. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long ANSWER_SECONDS = 10;

    private final OfficialStyleStore store;
    private final OpenLink link;
    private final BenchThread thread;
    private volatile long delivered;
    private volatile boolean stopped;

    Sender(OfficialStyleStore store, OpenLink link) {
      this.store = store;
      this.link = link;
      thread = BenchThread.start("official-sender", this::run);
    }

    long delivered() {
      return delivered;
    }

    void stop() {
      stopped = true;
      thread.join();
    }

    private void run() {
      while (!stopped) {
        List<byte[]> records = store.read(BATCH);
        if (records.isEmpty()) {
          LockSupport.parkNanos(this, PAUSE_NANOS);
        } else {
          deliver(records);
        }
      }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void deliver(List<byte[]> records) {
      List<CompletableFuture<UplinkAnswer>> answers =
          records.stream().map(record -> link.send(List.of(record)).toCompletableFuture()).toList();
      try {
        for (CompletableFuture<UplinkAnswer> answer : answers) {
          answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        }
      } catch (InterruptedException | ExecutionException | TimeoutException e) {
        throw new BenchException("the official-style path lost its link", e);
      }
      store.confirm(records.size());
      delivered += records.size();
    }
  }

  /** Decoded uplinks through the official-style path. */
  static final class DecodedLoad implements Load {

    private final Target target;
    private final OfficialStyle path;
    private final Publishers publishers;

    DecodedLoad(BenchSettings bench, Path directory) {
      target = Target.start(bench, 1);
      path =
          new OfficialStyle(
              target,
              Defaults.settings(bench.home(), directory, target.server().port(), "none"),
              directory);
      publishers = new Publishers(bench.publishers(), List.of(path.uplinks()));
    }

    @Override
    public long delivered() {
      return path.delivered();
    }

    @Override
    public long wireBytes() {
      return target.server().wireBytes();
    }

    @Override
    public Tally finish() {
      publishers.finish();
      Waiting.until(
          () -> delivered() >= publishers.accepted(), "the delivery of the official-style path");
      return new Tally(
          publishers.accepted(), delivered(), target.server().items(), publishers.refused());
    }

    @Override
    public void close() {
      path.close();
      target.close();
    }
  }
}
