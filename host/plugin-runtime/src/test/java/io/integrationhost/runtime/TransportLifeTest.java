package io.integrationhost.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.runtime.PluginFailure.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransportLifeTest {

  private static final Deadlines SHORT_CREATE =
      new Deadlines(TestHost.SHORT, TestHost.LONG, TestHost.SHORT, TestHost.LONG);
  private static final Deadlines SHORT_START =
      new Deadlines(TestHost.LONG, TestHost.SHORT, TestHost.SHORT, TestHost.LONG);
  private static final Deadlines SHORT_STOP =
      new Deadlines(TestHost.LONG, TestHost.LONG, TestHost.SHORT, TestHost.LONG);
  private static final Deadlines SHORT_DOWNLINK =
      new Deadlines(TestHost.LONG, TestHost.LONG, TestHost.LONG, TestHost.SHORT);

  private static final PluginJar BYSTANDER = Acme.plugin().jar("bystander");

  @TempDir Path root;

  private TestHost host(Deadlines deadlines, Acme plugin) {
    return new TestHost(root, deadlines, 100).load(plugin.jar("acme"), BYSTANDER);
  }

  private TestHost host(Acme plugin) {
    return host(TestHost.PATIENT, plugin);
  }

  private static PluginFailure createFailure(TestHost host) {
    return TestHost.failure(
        host.runtime()
            .create(host.request("acme", ConfigFactory.empty(), RecordedUplinks.storing())));
  }

  private static void assertBystanderWorks(TestHost host) throws Exception {
    HostedTransport bystander = host.create("bystander");
    TestHost.get(bystander.start());
    assertThat(TestHost.get(bystander.health())).isEqualTo(Health.up());
  }

  private static Downlink downlink() {
    return new Downlink("thermometer", ContentType.TEXT, new byte[] {1}, Map.of());
  }

  @Test
  void startsSendsAnswersAndStops() throws Exception {
    Acme plugin =
        Acme.plugin()
            .with("start", "say(context, \"start\"); return done();")
            .with("stop", "say(context, \"stop\"); return done();")
            .with("downlink", "say(context, downlink.deviceName()); return done();")
            .with("health", "return Health.degraded(\"slow\");")
            .with("close", "System.setProperty(\"acme.closed\", \"yes\");");
    RecordedUplinks uplinks = RecordedUplinks.storing();
    System.clearProperty("acme.closed");
    try (TestHost host = host(plugin)) {
      HostedTransport transport = host.create("acme", uplinks);
      assertThat(TestHost.get(transport.health()).status()).isEqualTo(Health.Status.DOWN);
      TestHost.get(transport.start());
      TestHost.get(transport.downlink(downlink()));
      assertThat(TestHost.get(transport.health())).isEqualTo(Health.degraded("slow"));
      TestHost.get(transport.stop());
      TestHost.get(transport.stop());
      assertThat(uplinks.texts()).containsExactly("start", "thermometer", "stop");
      assertThat(TestHost.failure(transport.downlink(downlink())))
          .hasMessageContaining("downlink to device 'thermometer'")
          .hasMessageContaining("it is not running");
    }
    assertThat(System.clearProperty("acme.closed")).isEqualTo("yes");
  }

  @Test
  void closingTheRuntimeStopsTransportsNewestFirst() throws Exception {
    RecordedUplinks uplinks = RecordedUplinks.storing();
    Acme plugin =
        Acme.plugin()
            .members("static int count;")
            .with("create", "return new Line(context, ++count);")
            .with("stop", "say(context, \"stop \" + number); return done();");
    String source =
        plugin
            .source()
            .replace(
                "record Line(TransportContext context)",
                "record Line(TransportContext context, int number)");
    try (TestHost host = new TestHost(root).load(PluginJar.of("acme", "1.0.0", source))) {
      TestHost.get(host.create("acme", uplinks).start());
      TestHost.get(host.create("acme", uplinks).start());
    }
    assertThat(uplinks.texts()).containsExactly("stop 2", "stop 1");
  }

  @Test
  void runtimesOfUnknownPluginsListWhatIsInstalled() {
    try (TestHost host = host(Acme.plugin())) {
      PluginFailure failure =
          TestHost.failure(
              host.runtime()
                  .create(host.request("udp", ConfigFactory.empty(), RecordedUplinks.storing())));
      assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
      assertThat(failure)
          .hasMessage(
              "transport 'gate' of integration 'yard' needs plugin 'udp', which is not installed;"
                  + " name an installed one: acme, bystander");
    }
  }

  @Test
  void createThrowsTransportException() {
    try (TestHost host =
        host(
            Acme.plugin()
                .with(
                    "create",
                    "throw new TransportException(TransportException.Kind.CONFIGURATION,"
                        + " \"port is 70000 (expected: 0 to 65535)\");"))) {
      PluginFailure failure = createFailure(host);
      assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
      assertThat(failure)
          .hasMessage(
              "plugin acme 1.0.0: create of transport 'gate' of integration 'yard' failed:"
                  + " port is 70000 (expected: 0 to 65535)");
      assertThat(host.runtime().figures())
          .filteredOn(figures -> figures.id().equals("acme"))
          .singleElement()
          .satisfies(
              figures -> {
                assertThat(figures.loads()).containsEntry(PluginFigures.Load.LOADED, 1L);
                assertThat(figures.failures()).containsEntry(Kind.CONFIGURATION, 1L);
                assertThat(Arrays.stream(figures.calls().get(Step.CREATE).counts()).sum())
                    .isEqualTo(1);
                assertThat(figures.laneWaiting()).isZero();
              });
    }
  }

  @Test
  void createThrowsConfigExceptionWithItsOrigin() {
    try (TestHost host =
        host(Acme.plugin().with("create", "context.config().getInt(\"port\"); return null;"))) {
      var slice =
          ConfigFactory.parseString(
              "{\n \"port\": \"high\"}",
              ConfigParseOptions.defaults().setOriginDescription("configuration of yard"));
      PluginFailure failure =
          TestHost.failure(
              host.runtime().create(host.request("acme", slice, RecordedUplinks.storing())));
      assertThat(failure.kind()).isEqualTo(Kind.CONFIGURATION);
      assertThat(failure)
          .hasMessageContaining(
              "configuration of yard: 2: port must be a number, is a text; correct this setting");
      assertThat(failure.type()).startsWith("com.typesafe.config.ConfigException");
    }
  }

  @Test
  void createThrowsExceptionOfThePlugin() {
    try (TestHost host =
        host(
            Acme.plugin()
                .members(
                    "public static class Odd extends RuntimeException {"
                        + " public String getMessage() { throw new IllegalStateException(); } }")
                .with("create", "throw new Odd();"))) {
      PluginFailure failure = createFailure(host);
      assertThat(failure.kind()).isEqualTo(Kind.DEFECT);
      assertThat(failure.type()).isEqualTo("acme.Acme$Odd");
      assertThat(failure.stack()).contains("acme.Acme.create");
      assertThat(failure.getCause()).isNull();
      assertThat(failure.getStackTrace()).isEmpty();
      assertThat(failure.getSuppressed()).isEmpty();
    }
  }

  @Test
  void createThrowsErrorAndTheLaneGoesOn() throws Exception {
    try (TestHost host =
        host(
            Acme.plugin()
                .members("static boolean again;")
                .with(
                    "create",
                    "if (again) return new Line(context); again = true;"
                        + " throw new AssertionError(\"never\");"))) {
      assertThat(createFailure(host))
          .hasMessageContaining("java.lang.AssertionError: never")
          .extracting(PluginFailure::kind)
          .isEqualTo(Kind.DEFECT);
      TestHost.get(host.create("acme").start());
    }
  }

  @Test
  void createMeetsAClassOfALaterJava() {
    PluginJar jar = Acme.plugin().jar("acme").release("acme.Acme$Line", 99);
    try (TestHost host = new TestHost(root).load(jar)) {
      assertThat(createFailure(host))
          .hasMessageContaining("UnsupportedClassVersionError")
          .hasMessageContaining("build the plugin and its libraries for Java")
          .extracting(PluginFailure::kind)
          .isEqualTo(Kind.INCOMPATIBLE);
    }
  }

  @Test
  void createReturnsNull() {
    try (TestHost host = host(Acme.plugin().with("create", "return null;"))) {
      assertThat(createFailure(host)).hasMessageContaining("it returned null");
    }
  }

  @Test
  void createBlocksForEver() throws Exception {
    try (TestHost host =
        host(SHORT_CREATE, Acme.plugin().with("create", "block(); return null;"))) {
      PluginFailure failure = createFailure(host);
      assertThat(failure.kind()).isEqualTo(Kind.DEADLINE);
      assertThat(failure)
          .hasMessageContaining("create of transport 'gate' of integration 'yard' failed")
          .hasMessageContaining("it did not return within 1000 ms")
          .hasMessageContaining("thread 'plugin-acme' stands at")
          .hasMessageContaining("acme.Acme.block");
      assertThat(createFailure(host))
          .hasMessageContaining("it could not begin within 1000 ms, because create of transport")
          .hasMessageContaining("holds the lane");
      UnloadReport report = host.runtime().unload("acme").orElseThrow();
      assertThat(report.survivingThreads())
          .singleElement()
          .asString()
          .contains("thread 'plugin-acme' at", "acme.Acme.block");
    }
  }

  @Test
  void aStuckPluginLeavesOthersAlone() throws Exception {
    try (TestHost host = host(SHORT_START, Acme.plugin().with("start", "block(); return null;"))) {
      CompletionStage<Void> stuck = host.create("acme").start();
      HostedTransport bystander = host.create("bystander");
      assertThat(TestHost.failure(stuck).kind()).isEqualTo(Kind.DEADLINE);
      assertThat(TestHost.get(bystander.start())).isNull();
    }
  }

  @Test
  void interruptingFreesALaneThatWaits() throws Exception {
    try (TestHost host =
        host(
            SHORT_CREATE,
            Acme.plugin()
                .members("static boolean again;")
                .with(
                    "create",
                    "if (again) return new Line(context); again = true;"
                        + " try { new CountDownLatch(1).await(); }"
                        + " catch (InterruptedException e) { throw new IllegalStateException(e); }"
                        + " return null;"))) {
      assertThat(createFailure(host).kind()).isEqualTo(Kind.DEADLINE);
      await()
          .atMost(TestHost.LONG)
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(host.create("acme")).isNotNull());
    }
  }

  @Test
  void startThatFailsIsRolledBackByAStop() throws Exception {
    RecordedUplinks uplinks = RecordedUplinks.storing();
    try (TestHost host =
        host(
            Acme.plugin()
                .with(
                    "start",
                    "return CompletableFuture.failedFuture(new TransportException("
                        + "TransportException.Kind.UNAVAILABLE, \"port 5555 is taken; free it\"));")
                .with("stop", "say(context, \"stop\"); return done();"))) {
      HostedTransport transport = host.create("acme", uplinks);
      PluginFailure failure = TestHost.failure(transport.start());
      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure).hasMessageEndingWith("failed: port 5555 is taken; free it");
      assertThat(uplinks.texts()).containsExactly("stop");
      assertThat(TestHost.failure(transport.start())).hasMessageContaining("it has been stopped");
    }
  }

  @Test
  void startThatNeverCompletesIsStopped() throws Exception {
    RecordedUplinks uplinks = RecordedUplinks.storing();
    try (TestHost host =
        host(
            SHORT_START,
            Acme.plugin()
                .with("start", "return never();")
                .with("stop", "say(context, \"stop\"); return done();"))) {
      HostedTransport transport = host.create("acme", uplinks);
      assertThat(TestHost.failure(transport.start()))
          .hasMessageContaining("its stage did not complete within 1000 ms")
          .extracting(PluginFailure::kind)
          .isEqualTo(Kind.DEADLINE);
      await().atMost(TestHost.LONG).until(() -> uplinks.texts().contains("stop"));
      assertBystanderWorks(host);
    }
  }

  @Test
  void startThatCompletesLateIsStoppedAgain() throws Exception {
    RecordedUplinks uplinks = RecordedUplinks.storing();
    try (TestHost host =
        host(
            SHORT_START,
            Acme.plugin()
                .members(
                    "static final CompletableFuture<Void> LATE = new CompletableFuture<>();"
                        + " static volatile int stops;")
                .with("start", "return LATE;")
                .with(
                    "stop",
                    "if (++stops == 1) { say(context, \"stop\"); }"
                        + " else { System.setProperty(\"acme.stops\", \"2\"); }"
                        + " return done().thenRun(() -> LATE.completeAsync(() -> null,"
                        + " CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS)));"))) {
      System.clearProperty("acme.stops");
      assertThat(TestHost.failure(host.create("acme", uplinks).start()).kind())
          .isEqualTo(Kind.DEADLINE);
      await().atMost(TestHost.LONG).until(() -> "2".equals(System.getProperty("acme.stops")));
      assertThat(uplinks.texts()).containsExactly("stop");
    } finally {
      System.clearProperty("acme.stops");
    }
  }

  @Test
  void startIsCalledOnce() throws Exception {
    try (TestHost host = host(Acme.plugin())) {
      HostedTransport transport = host.create("acme");
      TestHost.get(transport.start());
      assertThat(TestHost.failure(transport.start())).hasMessageContaining("it was started before");
      assertThat(TestHost.get(transport.health())).isEqualTo(Health.up());
    }
  }

  @Test
  void whatAStoppingTransportStillPublishesIsTaken() throws Exception {
    CompletableFuture<Void> slow = new CompletableFuture<>();
    RecordedUplinks uplinks =
        new RecordedUplinks(uplink -> slow.thenApply(done -> new Receipt.Stored()));
    Acme draining =
        Acme.plugin()
            .with(
                "stop",
                "return CompletableFuture.runAsync(() -> {"
                    + " List<CompletableFuture<Receipt>> all = new ArrayList<>();"
                    + " for (int i = 0; i < 80; i++) {"
                    + " all.add(say(context, \"read \" + i).toCompletableFuture()); }"
                    + " for (CompletableFuture<Receipt> each : all) {"
                    + " if (!(each.join() instanceof Receipt.Stored)) {"
                    + " throw new IllegalStateException(); } } });");
    try (TestHost host = host(draining)) {
      HostedTransport transport = host.create("acme", uplinks);
      TestHost.get(transport.start());
      CompletionStage<Void> stop = transport.stop();
      await().atMost(TestHost.LONG).until(() -> uplinks.texts().size() == 80);
      slow.complete(null);
      TestHost.get(stop);
      assertThat(TestHost.get(transport.ended())).isNull();
    }
  }

  @Test
  void stopThrowsError() throws Exception {
    try (TestHost host =
        host(Acme.plugin().with("stop", "throw new StackOverflowError(\"deep\");"))) {
      HostedTransport transport = host.create("acme");
      TestHost.get(transport.start());
      assertThat(TestHost.failure(transport.stop()))
          .hasMessageContaining("stop of transport 'gate'")
          .hasMessageContaining("java.lang.StackOverflowError: deep");
      assertThat(host.runtime().unload("acme").orElseThrow().isClean()).isTrue();
    }
  }

  @Test
  void stopNeverCompletesAndIsReportedByUnload() throws Exception {
    try (TestHost host = host(SHORT_STOP, Acme.plugin().with("stop", "return never();"))) {
      TestHost.get(host.create("acme").start());
      UnloadReport report = host.runtime().unload("acme").orElseThrow();
      assertThat(report.failures())
          .singleElement()
          .asString()
          .contains("stop of transport 'gate'", "did not complete within 1000 ms");
      assertThat(host.runtime().catalog().find("acme")).isEmpty();
      assertBystanderWorks(host);
    }
  }

  @Test
  void downlinkThatNeverCompletesFailsAtItsDeadline() throws Exception {
    try (TestHost host = host(SHORT_DOWNLINK, Acme.plugin().with("downlink", "return never();"))) {
      HostedTransport transport = host.create("acme");
      TestHost.get(transport.start());
      assertThat(TestHost.failure(transport.downlink(downlink())))
          .hasMessageContaining("downlink to device 'thermometer' by transport 'gate'")
          .hasMessageContaining("did not complete within 1000 ms");
    }
  }

  @Test
  void tooManyDownlinksAreRefused() throws Exception {
    try (TestHost host = host(Acme.plugin().with("downlink", "return never();"))) {
      HostedTransport transport = host.create("acme");
      TestHost.get(transport.start());
      for (int i = 0; i < 1_000; i++) {
        assertThat(transport.downlink(downlink()).toCompletableFuture()).isNotDone();
      }
      PluginFailure failure = TestHost.failure(transport.downlink(downlink()));
      assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure).hasMessageContaining("1000 downlinks are under way");
    }
  }

  @Test
  void healthThatThrowsIsDown() throws Exception {
    try (TestHost host =
        host(Acme.plugin().with("health", "throw new IllegalStateException(\"ill\");"))) {
      HostedTransport transport = host.create("acme");
      TestHost.get(transport.start());
      Health health = TestHost.get(transport.health());
      assertThat(health.status()).isEqualTo(Health.Status.DOWN);
      assertThat(health.detail()).contains("java.lang.IllegalStateException: ill");
    }
  }

  @Test
  void theDataDirectoryIsMadeWhenAskedFor() throws Exception {
    try (TestHost host =
        host(
            Acme.plugin()
                .with(
                    "start", "say(context, context.dataDirectory().toString()); return done();"))) {
      RecordedUplinks uplinks = RecordedUplinks.storing();
      HostedTransport transport = host.create("acme", uplinks);
      assertThat(root.resolve("data")).doesNotExist();
      TestHost.get(transport.start());
      assertThat(uplinks.texts()).containsExactly(root.resolve("data").toString());
      assertThat(Files.isDirectory(root.resolve("data"))).isTrue();
    }
  }

  @Test
  void createWithUnresolvedSliceIsRefused() {
    try (TestHost host = host(Acme.plugin())) {
      var slice = ConfigFactory.parseString("port = ${nowhere}");
      assertThat(
              TestHost.failure(
                  host.runtime().create(host.request("acme", slice, RecordedUplinks.storing()))))
          .hasMessageContaining("a substitution that was not resolved");
    }
  }

  @Test
  void aBlockedCompletionThreadShowsInTheHealth() throws Exception {
    Acme plugin =
        Acme.plugin().with("start", "say(context, \"x\").thenRun(Acme::block); return done();");
    Deadlines quick =
        new Deadlines(TestHost.LONG, TestHost.LONG, TestHost.SHORT, Duration.ofMillis(500));
    CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    try (TestHost host = new TestHost(root, quick, 10).load(plugin.jar("acme"))) {
      HostedTransport transport = host.create("acme", new RecordedUplinks(uplink -> receipt));
      TestHost.get(transport.start());
      // Not before: what depends on a stage that is done runs where it is asked for.
      receipt.complete(new Receipt.Stored());
      await()
          .atMost(TestHost.LONG)
          .untilAsserted(
              () -> {
                Health health = TestHost.get(transport.health());
                assertThat(health.status()).isEqualTo(Health.Status.DEGRADED);
                assertThat(health.detail())
                    .contains("thread 'plugin-acme-done'", "acme.Acme.block");
              });
    }
  }

  @Test
  void anotherApiThanThatOfTheHostIsNamed() throws Exception {
    PluginJar jar =
        Acme.plugin()
            .jar("acme")
            .sources(
                Map.of(
                    "acme.Acme",
                    Acme.plugin().with("start", "new Tomorrow(); return done();").source(),
                    "io.integrationhost.plugin.Tomorrow",
                    "package io.integrationhost.plugin; public class Tomorrow {}"))
            .manifest("Plugin-Requires", "^1.1.0")
            .without("io/integrationhost/plugin/Tomorrow.class");
    try (TestHost host = new TestHost(root).load(jar)) {
      assertThat(TestHost.failure(host.create("acme").start()))
          .hasMessageContaining("it was built for another plugin API than 1.1")
          .hasMessageContaining("io/integrationhost/plugin/Tomorrow")
          .hasMessageContaining("upgrade the host");
    }
  }

  @Test
  void theApiThatThePluginWasBuiltForIsNamed() {
    Failures failures = new Failures("acme 1.0.0", "^1.3.0");
    PluginFailure failure =
        failures.of(
            "start",
            new AbstractMethodError("acme.Acme lacks io.integrationhost.plugin.Transport.later()"));
    assertThat(failure.kind()).isEqualTo(Kind.INCOMPATIBLE);
    assertThat(failure)
        .hasMessageStartingWith(
            "plugin acme 1.0.0: start failed: it was built for plugin API 1.3, this host has 1.1");
  }
}
