package io.integrationhost.kit.transport;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.plugin.Memory;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import io.integrationhost.plugin.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A host that records what it is told. Thread-safe. */
class FakeHost implements TransportContext, Uplinks, Wire, AutoCloseable {

  private final Config config;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "plugin-test"));
  final List<String> told = new CopyOnWriteArrayList<>();
  final List<Uplink> published = new ArrayList<>();
  private final Queue<CompletableFuture<Receipt>> held = new ArrayDeque<>();
  final AtomicLong received = new AtomicLong();
  final AtomicLong sent = new AtomicLong();
  private final AtomicLong memory = new AtomicLong();
  final AtomicLong mostMemory = new AtomicLong();
  private volatile boolean holding;
  private volatile Instant now = Instant.now();
  volatile Function<Uplink, CompletionStage<Receipt>> answer =
      uplink -> CompletableFuture.completedFuture(new Receipt.Stored());

  FakeHost(String slice) {
    config =
        ConfigFactory.parseString(slice)
            .withFallback(
                ConfigFactory.parseResources(FakeHost.class.getClassLoader(), "kit/tcp.conf"))
            .resolve();
  }

  void hold() {
    holding = true;
  }

  /** Answers as many of the oldest as there are, up to so many. */
  int release(int most) {
    int count = 0;
    while (count < most) {
      CompletableFuture<Receipt> oldest;
      synchronized (published) {
        oldest = held.poll();
      }
      if (oldest == null) {
        return count;
      }
      oldest.complete(new Receipt.Stored());
      count++;
    }
    return count;
  }

  void release() {
    holding = false;
    release(Integer.MAX_VALUE);
  }

  void pass(long seconds) {
    now = now.plusSeconds(seconds);
  }

  @Override
  public CompletionStage<Receipt> publish(Uplink uplink) {
    synchronized (published) {
      if (holding) {
        published.add(uplink);
        var receipt = new CompletableFuture<Receipt>();
        held.add(receipt);
        return receipt;
      }
    }
    CompletionStage<Receipt> receipt = answer.apply(uplink);
    synchronized (published) {
      published.add(uplink);
    }
    return receipt;
  }

  int count() {
    synchronized (published) {
      return published.size();
    }
  }

  List<String> texts() {
    synchronized (published) {
      return published.stream()
          .map(Uplink.Payload.class::cast)
          .map(payload -> new String(payload.bytes(), StandardCharsets.UTF_8))
          .toList();
    }
  }

  @Override
  public void connected(String device) {
    told.add("connected " + device);
  }

  @Override
  public void disconnected(String device) {
    told.add("disconnected " + device);
  }

  @Override
  public Line opened(Source source, String remoteAddress) {
    told.add("opened " + source.session());
    return new ToldLine(source.session());
  }

  @Override
  public void refused(Refusal why) {
    told.add("refused " + why);
  }

  private final class ToldLine implements Line {
    private final String session;

    ToldLine(String session) {
      this.session = session;
    }

    @Override
    public void received(int bytes) {
      received.addAndGet(bytes);
    }

    @Override
    public void sent(int bytes) {
      sent.addAndGet(bytes);
    }

    @Override
    public boolean isWatched() {
      return true;
    }

    @Override
    public void receivedCopy(byte[] bytes) {}

    @Override
    public void sentCopy(byte[] bytes) {}

    @Override
    public void device(String name) {
      told.add("device " + session + " " + name);
    }

    @Override
    public void fault(Fault why) {
      told.add("fault " + session + " " + why);
    }

    @Override
    public void paused(boolean paused) {
      told.add("paused " + session + " " + paused);
    }

    @Override
    public void closed(End why) {
      told.add("closed " + session + " " + why);
    }
  }

  @Override
  public String integration() {
    return "test";
  }

  @Override
  public String transport() {
    return "transport";
  }

  @Override
  public Config config() {
    return config;
  }

  @Override
  public Uplinks uplinks() {
    return this;
  }

  @Override
  public Wire wire() {
    return this;
  }

  @Override
  public Memory memory() {
    return new Memory() {
      @Override
      public boolean take(long bytes) {
        mostMemory.accumulateAndGet(memory.addAndGet(bytes), Math::max);
        return true;
      }

      @Override
      public void give(long bytes) {
        memory.addAndGet(-bytes);
      }
    };
  }

  /** What the transport has taken of the process's memory. */
  long taken() {
    return memory.get();
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  @Override
  public Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }

  @Override
  public Path dataDirectory() {
    throw new UnsupportedOperationException("the kit keeps nothing");
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
