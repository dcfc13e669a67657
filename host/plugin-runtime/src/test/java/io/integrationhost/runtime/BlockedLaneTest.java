package io.integrationhost.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.runtime.PluginFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the other integrations of a plugin while one of them holds its thread. */
class BlockedLaneTest {

  private static final Duration MOMENT = Duration.ofMillis(200);
  private static final Deadlines QUICK =
      new Deadlines(TestHost.LONG, TestHost.LONG, MOMENT, MOMENT);

  /** Does not react to an interrupt, as most code that blocks. */
  private static final String HOLD =
      "if (context.config().hasPath(\"hold\"))"
          + " { say(context, \"hold\").handle((receipt, failure) -> 0).toCompletableFuture().join(); }";

  private static Acme holding() {
    return Acme.plugin()
        .members("static volatile int stops; static volatile int downlinks;")
        .with("start", HOLD + " return done();")
        .with("stop", "stops++; return say(context, \"stopped\").thenAccept(receipt -> { });")
        .with("downlink", "downlinks++; return done();")
        .with(
            "health", "return Health.degraded(stops + \" stops, \" + downlinks + \" downlinks\");");
  }

  @TempDir Path root;

  private final CompletableFuture<Receipt> held = new CompletableFuture<>();
  private final RecordedUplinks uplinks =
      new RecordedUplinks(
          uplink ->
              text(uplink).equals("hold")
                  ? held
                  : CompletableFuture.completedFuture(new Receipt.Stored()));

  private static String text(Uplink uplink) {
    return uplink instanceof Uplink.Payload payload
        ? new String(payload.bytes(), StandardCharsets.UTF_8)
        : "";
  }

  private static Downlink downlink() {
    return new Downlink("valve", ContentType.TEXT, new byte[] {1}, Map.of());
  }

  private TestHost host(Deadlines deadlines, Acme plugin) {
    return new TestHost(root, deadlines, 100).load(plugin.jar("blocked"));
  }

  private HostedTransport running(TestHost host) throws Exception {
    HostedTransport transport = host.create("blocked", uplinks);
    TestHost.get(transport.start());
    return transport;
  }

  /** Another transport takes the lane until {@link #held} is completed. */
  private void hold(TestHost host) throws Exception {
    var slice = ConfigFactory.parseString("hold = yes");
    HostedTransport holder =
        TestHost.get(host.runtime().create(host.request("blocked", slice, uplinks)));
    var unused = holder.start();
    await().atMost(TestHost.LONG).until(() -> uplinks.texts().contains("hold"));
  }

  private void release() {
    held.complete(new Receipt.Stored());
  }

  private static Health health(HostedTransport transport) throws Exception {
    return TestHost.get(transport.health());
  }

  @Test
  void aTransportThatCouldNotBeAskedIsNotDown() throws Exception {
    try (TestHost host = host(QUICK, holding())) {
      HostedTransport bystander = running(host);
      hold(host);
      Health health = health(bystander);
      assertThat(health.status()).isEqualTo(Health.Status.DEGRADED);
      assertThat(health.detail()).contains("start of transport 'gate'", "holds the lane");
      release();
      await()
          .atMost(TestHost.LONG)
          .untilAsserted(
              () -> assertThat(health(bystander).detail()).isEqualTo("0 stops, 0 downlinks"));
    }
  }

  @Test
  void aDownlinkThatWasNeverHandedOverCanBeSentAgain() throws Exception {
    try (TestHost host = host(QUICK, holding())) {
      HostedTransport bystander = running(host);
      hold(host);
      assertThat(TestHost.failure(bystander.downlink(downlink())))
          .hasMessageContaining("it could not begin within 200 ms")
          .extracting(PluginFailure::kind)
          .isEqualTo(Kind.BUSY);
      release();
      TestHost.get(bystander.downlink(downlink()));
      assertThat(health(bystander).detail()).isEqualTo("0 stops, 1 downlinks");
    }
  }

  @Test
  void aStopThatCouldNotBeginRunsWhenTheLaneIsFree() throws Exception {
    try (TestHost host = host(QUICK, holding())) {
      HostedTransport bystander = running(host);
      HostedTransport witness = running(host);
      hold(host);
      PluginFailure failure = TestHost.failure(bystander.stop());
      assertThat(failure.kind()).isEqualTo(Kind.BUSY);
      assertThat(failure).hasMessageContaining("could not begin");
      assertThat(bystander.ended().toCompletableFuture()).isNotDone();
      assertThat(host.runtime().catalog().find("blocked")).isPresent();
      release();
      TestHost.get(bystander.ended());
      assertThat(health(witness).detail()).isEqualTo("1 stops, 0 downlinks");
      // Its uplinks were taken to the end, although its deadline was long over.
      assertThat(uplinks.texts()).containsExactly("hold", "stopped");
    }
  }

  @Test
  void aTransportThatWasMadeTooLateIsStopped() throws Exception {
    Deadlines shortCreate = new Deadlines(MOMENT, TestHost.LONG, TestHost.LONG, TestHost.LONG);
    Acme slowToMake = holding().with("create", HOLD + " return new Line(context);");
    try (TestHost host = host(shortCreate, slowToMake)) {
      HostedTransport witness = running(host);
      var slice = ConfigFactory.parseString("hold = yes");
      PluginFailure failure =
          TestHost.failure(host.runtime().create(host.request("blocked", slice, uplinks)));
      assertThat(failure.kind()).isEqualTo(Kind.DEADLINE);
      held.complete(new Receipt.Stored());
      await()
          .atMost(TestHost.LONG)
          .untilAsserted(() -> assertThat(health(witness).detail()).startsWith("1 stops"));
    }
  }

  @Test
  void aCreationThatCouldNotBeginNeverDoes() throws Exception {
    Deadlines shortCreate = new Deadlines(MOMENT, TestHost.LONG, TestHost.LONG, TestHost.LONG);
    Acme counting =
        holding()
            .members("static volatile int stops; static volatile int downlinks; static int made;")
            .with("create", "made++; return new Line(context);")
            .with("health", "return Health.degraded(made + \" made\");");
    try (TestHost host = host(shortCreate, counting)) {
      HostedTransport witness = running(host);
      hold(host);
      assertThat(
              TestHost.failure(
                      host.runtime()
                          .create(host.request("blocked", ConfigFactory.empty(), uplinks)))
                  .kind())
          .isEqualTo(Kind.BUSY);
      release();
      assertThat(health(witness).detail()).isEqualTo("2 made");
    }
  }

  @Test
  void anUnloadRunsTheStopsThatWaitBehindAThreadThatNeverEnds() throws Exception {
    Acme telling =
        holding()
            .with(
                "start",
                "if (context.config().hasPath(\"hold\")) { say(context, \"hold\");"
                    + " Object all = System.getProperties(); synchronized (all) {"
                    + " while (System.getProperty(\"acme.released\") == null) {"
                    + " try { all.wait(30_000); } catch (InterruptedException e) { } } } }"
                    + " return done();")
            .with("stop", "System.setProperty(\"acme.ended\", \"stop\"); return done();")
            .with(
                "close",
                "System.setProperty(\"acme.ended\", System.getProperty(\"acme.ended\") + \" close\");");
    System.clearProperty("acme.ended");
    try (TestHost host = host(QUICK, telling)) {
      HostedTransport bystander = running(host);
      hold(host);
      CompletionStage<Void> stop = bystander.stop();
      UnloadReport report = host.runtime().unload("blocked").orElseThrow();
      assertThat(TestHost.failure(stop).kind()).isEqualTo(Kind.BUSY);
      TestHost.get(bystander.ended());
      assertThat(System.getProperty("acme.ended")).isEqualTo("stop close");
      assertThat(report.survivingThreads())
          .singleElement()
          .asString()
          .contains("thread 'plugin-blocked' at");
    } finally {
      synchronized (System.getProperties()) {
        System.setProperty("acme.released", "yes");
        System.getProperties().notifyAll();
      }
      // Or other tests would find it.
      await().atMost(TestHost.LONG).until(() -> TestHost.threads("plugin-blocked") == 0);
      System.clearProperty("acme.released");
      System.clearProperty("acme.ended");
    }
  }

  @Test
  void anUnloadTellsCallsThatBeganFromThoseThatDidNot() throws Exception {
    Deadlines quickStop = new Deadlines(TestHost.LONG, TestHost.LONG, MOMENT, TestHost.LONG);
    Acme plugin =
        holding()
            .members("static volatile int stops; static volatile int downlinks;")
            .with("downlink", "downlinks++; return never();");
    try (TestHost host = host(quickStop, plugin)) {
      HostedTransport bystander = running(host);
      CompletionStage<Void> begun = bystander.downlink(downlink());
      await()
          .atMost(TestHost.LONG)
          .untilAsserted(() -> assertThat(health(bystander).detail()).endsWith("1 downlinks"));
      hold(host);
      CompletionStage<Void> waiting = bystander.downlink(downlink());
      assertThat(host.runtime().unload("blocked")).isPresent();
      // It may have been sent: nobody must send it again.
      assertThat(TestHost.failure(begun).kind()).isEqualTo(Kind.DEADLINE);
      assertThat(TestHost.failure(waiting).kind()).isEqualTo(Kind.UNAVAILABLE);
    } finally {
      release();
    }
  }
}
