package io.integrationhost.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

/** What a double written for 1.0 answers, and what a plugin of 1.0 is asked. */
final class DefaultsTest {

  private final TransportContext context = new FormerContext();
  private final TransportPlugin plugin = made -> new FormerTransport();
  private final Transport transport = plugin.create(context);

  @Test
  void ofTheContextAreNeutral() {
    assertThat(context.routingKey()).isEmpty();
    assertThat(context.integrationType()).isEmpty();
    assertThat(context.overlay().isEmpty()).isTrue();
    assertThat(context.secret("any")).isEmpty();
    assertThat(context.wire()).isSameAs(Wire.SILENT);
    assertThat(context.counter("polls", "Polls")).isSameAs(Counter.IGNORED);
    assertThat(context.counter("polls", "Polls", "result", "ok")).isSameAs(Counter.IGNORED);
    assertThat(context.memory()).isSameAs(Memory.UNBOUNDED);
  }

  @Test
  void takeEverythingAndTellNothing() {
    assertThat(Counter.IGNORED.of("any")).isSameAs(Counter.IGNORED);
    assertThat(Memory.UNBOUNDED.take(Long.MAX_VALUE)).isTrue();
    assertThatCode(
            () -> {
              context.gauge("lag", "Lag", () -> 1);
              context.uplinks().disconnected("D");
              Counter.IGNORED.increment();
              Counter.IGNORED.add(3);
              Memory.UNBOUNDED.give(1);
              Wire.SILENT.refused(Wire.Refusal.LIMIT);
              Wire.Line line = Wire.SILENT.opened(new Source("1"), "192.0.2.7:5");
              line.received(1);
              line.sent(1);
              line.receivedCopy(new byte[1]);
              line.sentCopy(new byte[1]);
              line.device("D");
              line.fault(Wire.Fault.MALFORMED);
              line.paused(true);
              line.closed(Wire.End.DEVICE);
            })
        .doesNotThrowAnyException();
    assertThat(Wire.SILENT.opened(new Source("1"), "192.0.2.7:5").isWatched()).isFalse();
  }

  @Test
  void ofTheTransportChangeNothing() {
    assertThat(transport.placement()).isEqualTo(Placement.EVERY_HOST);
    assertThat(transport.dials()).isFalse();
    assertThat(transport.facts()).isEmpty();
    assertThat(transport.listensOn()).isEmpty();
    assertThat(plugin.tools()).isEmpty();
    transport.pause(true);
    assertThat(transport.health()).isEqualTo(Health.up());
  }

  @Test
  void oneIncrementIsOne() {
    long[] sum = {0};
    Counter counter =
        new Counter() {
          @Override
          public void add(long amount) {
            sum[0] += amount;
          }

          @Override
          public Counter of(String value) {
            return this;
          }
        };
    counter.increment();
    assertThat(sum[0]).isEqualTo(1);
  }

  @Test
  void endpointsAndToolsAreChecked() {
    assertThat(Endpoint.tcp("::", 0))
        .isEqualTo(new Endpoint(Endpoint.Protocol.TCP, "::", 0))
        .isNotEqualTo(Endpoint.udp("::", 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Endpoint.udp("0.0.0.0", 65_536))
        .withMessage("port is 65536 (expected: 0 to 65535)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tool("two words", "Does this", tool -> 0))
        .withMessage("tool name is 'two words' (expected: lower-case letters, digits and hyphens)");
  }

  /** Implements what 1.0 had, no more. */
  private record FormerContext() implements TransportContext {
    @Override
    public String integration() {
      return "i";
    }

    @Override
    public String transport() {
      return "t";
    }

    @Override
    public Config config() {
      return ConfigFactory.empty();
    }

    @Override
    public Uplinks uplinks() {
      return uplink -> CompletableFuture.completedFuture(new Receipt.Stored());
    }

    @Override
    public ScheduledExecutorService scheduler() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }

    @Override
    public Path dataDirectory() {
      throw new UnsupportedOperationException();
    }
  }

  /** Implements what 1.0 had, no more. */
  private record FormerTransport() implements Transport {
    @Override
    public CompletionStage<Void> start() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> stop() {
      return CompletableFuture.completedFuture(null);
    }
  }
}
