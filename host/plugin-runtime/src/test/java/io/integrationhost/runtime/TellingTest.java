package io.integrationhost.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.integrationhost.plugin.Endpoint;
import io.integrationhost.plugin.Placement;
import io.integrationhost.plugin.Wire;
import io.integrationhost.runtime.meter.MeterReading;
import io.integrationhost.runtime.wire.SessionView;
import io.integrationhost.runtime.wire.WireWatcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a transport of API 1.1 gets from the host, and what the host learns of it. */
final class TellingTest {

  @TempDir private Path root;

  private static final String MEMBERS =
      """
      static final class Told implements Transport {
        final TransportContext context;
        Wire.Line line;
        boolean paused;
        Told(TransportContext context) { this.context = context; }
        @Override public CompletionStage<Void> start() {
          say(context, context.routingKey() + " " + context.integrationType());
          say(context, context.config().getString("a") + context.config().getString("b")
              + context.config().getString("c") + context.config().getString("d"));
          say(context, "over " + context.overlay().root().keySet());
          say(context, "secret " + context.secret("known").orElse("none")
              + " " + context.secret("unknown").orElse("none"));
          try {
            context.secret("broken");
          } catch (TransportException e) {
            say(context, e.kind() + " " + e.getMessage());
          }
          line = context.wire().opened(new Source("s1"), "192.0.2.7:1");
          line.received(10);
          line.received(5);
          line.sent(3);
          line.device("pump");
          line.fault(Wire.Fault.MALFORMED);
          context.wire().refused(Wire.Refusal.LIMIT);
          if (line.isWatched()) { line.receivedCopy(new byte[] {1, 2}); }
          context.counter("polls", "Polls").add(4);
          context.counter("answers", "Answers", "kind", "good", "bad").of("good").increment();
          context.counter("answers", "Answers", "kind", "good", "bad").of("strange").increment();
          context.gauge("lag", "Lag", () -> 7);
          context.gauge("broken", "Broken", () -> { throw new IllegalStateException(); });
          say(context, "memory " + context.memory().take(100) + context.memory().take(1L << 60));
          return done();
        }
        @Override public CompletionStage<Void> stop() { return done(); }
        @Override public CompletionStage<Void> downlink(Downlink downlink) {
          line.received(1);
          if (line.isWatched()) { line.receivedCopy(new byte[] {1, 2}); line.sentCopy(new byte[9000]); }
          return CompletableFuture.failedFuture(
              new TransportException(TransportException.Kind.UNCONFIRMED, "no answer"));
        }
        @Override public Placement placement() { return Placement.ONE_HOST; }
        @Override public List<Endpoint> listensOn() { return List.of(Endpoint.udp("::", 7)); }
        @Override public void pause(boolean paused) {
          say(context, "paused " + paused + " on " + loaderOf(Thread.currentThread()));
        }
        @Override public Map<String, String> facts() { return Map.of("lag", "x".repeat(300)); }
      }
      """;

  private TransportRequest request(TestHost host, RecordedUplinks uplinks) {
    TransportRequest plain = host.request("acme", ConfigFactory.empty(), uplinks);
    return new TransportRequest(
        "acme",
        plain.integration(),
        plain.transport(),
        "key-1",
        "HTTP",
        new Layers(
            ConfigFactory.parseString("b = plugin, c = plugin, d = plugin".replace(", ", "\n")),
            ConfigFactory.parseString("c = slice\nd = slice"),
            ConfigFactory.parseString("d = over")),
        name -> {
          if (name.equals("broken")) {
            throw new UncheckedIOException("file x cannot be read", new IOException("why"));
          }
          return Optional.of("s3cret").filter(value -> name.equals("known"));
        },
        uplinks,
        UplinkSpread.empty(),
        root.resolve("data"),
        Clock.systemUTC());
  }

  private TestHost host() {
    Acme plugin = Acme.plugin().members(MEMBERS).with("create", "return new Told(context);");
    PluginJar jar = plugin.jar("acme").text("plugin.conf", "a = own\nb = own\nc = own\nd = own");
    return new TestHost(root).load(jar);
  }

  @Test
  void givesItWhatBelongsToItsIntegration() throws Exception {
    RecordedUplinks uplinks = RecordedUplinks.storing();
    try (TestHost host = host()) {
      HostedTransport transport = TestHost.get(host.runtime().create(request(host, uplinks)));
      assertThat(transport.placement()).isEqualTo(Placement.ONE_HOST);
      assertThat(transport.listensOn()).containsExactly(Endpoint.udp("::", 7));
      TestHost.get(transport.start());
      assertThat(uplinks.texts())
          .containsExactly(
              "key-1 HTTP",
              "ownpluginsliceover",
              "over [d]",
              "secret s3cret none",
              "UNAVAILABLE file x cannot be read",
              "memory truefalse");
      TestHost.get(transport.pause(true));
      assertThat(uplinks.texts()).last().isEqualTo("paused true on own");
      assertThat(TestHost.get(transport.facts()).get("lag")).hasSize(203);
      TestHost.get(transport.stop());
      assertThat(TestHost.get(transport.facts())).isEmpty();
      assertThat(TestHost.failure(transport.pause(false))).hasMessageContaining("not running");
    }
  }

  @Test
  void countsWhatPassesAndLetsSomebodyWatch() throws Exception {
    List<String> watched = new ArrayList<>();
    WireWatcher watcher =
        new WireWatcher() {
          @Override
          public void received(SessionView session, byte[] bytes, int length) {
            watched.add("received " + session.device().orElse("") + " " + bytes.length);
          }

          @Override
          public void sent(SessionView session, byte[] bytes, int length) {
            watched.add("sent " + bytes.length + " of " + length);
            throw new IllegalStateException("a fault of the watcher");
          }
        };
    try (TestHost host = host()) {
      HostedTransport transport =
          TestHost.get(host.runtime().create(request(host, RecordedUplinks.storing())));
      TestHost.get(transport.start());
      assertThat(transport.wire().counts())
          .matches(counts -> counts.opened() == 1 && counts.open() == 1)
          .matches(counts -> counts.received() == 15 && counts.reads() == 2)
          .matches(counts -> counts.sent() == 3 && counts.writes() == 1)
          .matches(counts -> counts.refused().get(Wire.Refusal.LIMIT) == 1)
          .matches(counts -> counts.faults().get(Wire.Fault.MALFORMED) == 1);
      assertThat(transport.wire().sessions())
          .singleElement()
          .matches(session -> session.device().equals(Optional.of("pump")))
          .matches(session -> session.remote().equals("192.0.2.7:1") && session.received() == 15);
      transport.wire().watch(watcher);
      List<String> beside = new ArrayList<>();
      Runnable end = transport.wire().watch(noting(beside));
      assertThat(TestHost.failure(downlink(transport)).kind())
          .isEqualTo(PluginFailure.Kind.UNCONFIRMED);
      assertThat(watched).containsExactly("received pump 2", "sent 4096 of 9000");
      assertThat(TestHost.failure(downlink(transport))).hasMessageContaining("no answer");
      assertThat(watched).as("a watcher that fails is asked no more").hasSize(2);
      assertThat(beside).as("and hinders nobody").hasSize(4);
      end.run();
      transport.wire().watch(noting(beside));
      assertThat(transport.counters())
          .contains(
              new MeterReading("polls", "Polls", true, Optional.empty(), Map.of("", 4L)),
              new MeterReading(
                  "answers",
                  "Answers",
                  true,
                  Optional.of("kind"),
                  Map.of("good", 1L, "bad", 0L, "other", 1L)));
      assertThat(TestHost.get(transport.gauges()))
          .containsExactly(new MeterReading("lag", "Lag", false, Optional.empty(), Map.of("", 7L)));
      TestHost.get(transport.stop());
      assertThat(transport.wire().sessions()).isEmpty();
      assertThat(transport.wire().counts().closed()).containsEntry(Wire.End.STOPPED, 1L);
      assertThat(TestHost.get(transport.gauges())).isEmpty();
      assertThat(beside).last().isEqualTo("closed pump STOPPED");
    }
  }

  private static WireWatcher noting(List<String> what) {
    return new WireWatcher() {
      @Override
      public void received(SessionView session, byte[] bytes, int length) {
        what.add("received");
      }

      @Override
      public void sent(SessionView session, byte[] bytes, int length) {
        what.add("sent");
      }

      @Override
      public void closed(SessionView session, Wire.End why) {
        what.add("closed " + session.device().orElse("") + " " + why);
      }
    };
  }

  private static CompletionStage<Void> downlink(HostedTransport transport) {
    return transport.downlink(
        new io.integrationhost.plugin.Downlink(
            "pump", io.integrationhost.plugin.ContentType.TEXT, new byte[1], Map.of()));
  }
}
