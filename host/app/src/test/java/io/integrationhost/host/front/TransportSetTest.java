package io.integrationhost.host.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.integrationhost.host.downlink.DownlinkTarget;
import io.integrationhost.host.downlink.SendOutcome;
import io.integrationhost.host.plan.TransportPlan;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.runtime.Deadlines;
import io.integrationhost.runtime.HostedTransport;
import io.integrationhost.runtime.PluginRuntime;
import io.integrationhost.runtime.PluginSettings;
import io.integrationhost.runtime.TransportRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transports of a real plugin whose only thread somebody holds. */
class TransportSetTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration MOMENT = Duration.ofMillis(300);

  @TempDir Path root;

  private final ScheduledExecutorService control = Executors.newSingleThreadScheduledExecutor();
  private final Queue<String> said = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Receipt> held = new CompletableFuture<>();

  /** One for each transport that is made. */
  private final Queue<Optional<Error>> faults = new ConcurrentLinkedQueue<>();

  /** How often a transport was to be made. */
  private final AtomicInteger asked = new AtomicInteger();

  private PluginRuntime plugins;
  private TransportSet set;

  @BeforeEach
  void load() throws IOException {
    Path directory = Files.createDirectory(root.resolve("plugins"));
    pack(directory.resolve("held.jar"));
    plugins =
        new PluginRuntime(
            new PluginSettings(
                directory,
                root.resolve("work"),
                new Deadlines(Duration.ofSeconds(1), LONG, MOMENT, MOMENT),
                PluginSettings.DEFAULT_UPLINKS_UNDER_WAY));
    assertThat(plugins.load().rejected()).isEmpty();
    set = new TransportSet("yard", this::create, control, () -> {}, name -> {});
  }

  private static void pack(Path jar) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> type : List.of(HeldPlugin.class, lineClass())) {
        String file = type.getName().replace('.', '/') + ".class";
        try (InputStream bytes = type.getClassLoader().getResourceAsStream(file)) {
          put(zip, file, bytes.readAllBytes());
        }
      }
      put(
          zip,
          "META-INF/services/" + TransportPlugin.class.getName(),
          HeldPlugin.class.getName().getBytes(StandardCharsets.UTF_8));
      put(
          zip,
          "plugin.conf",
          "name = a, port = 1, hold = never".replace(", ", "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Class<?> lineClass() {
    return List.of(HeldPlugin.class.getDeclaredClasses()).get(0);
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  @AfterEach
  void close() {
    release();
    plugins.close();
    control.shutdownNow();
  }

  private CompletionStage<HostedTransport> create(TransportPlan plan) {
    asked.incrementAndGet();
    Optional<Error> fault = faults.isEmpty() ? Optional.empty() : faults.remove();
    if (fault.isPresent()) {
      throw fault.get();
    }
    return plugins.create(
        plan.copy(),
        new TransportRequest(
            plan.plugin(),
            "yard",
            plan.name(),
            plan.slice(),
            this::publish,
            root.resolve("data"),
            Clock.systemUTC()));
  }

  private CompletionStage<Receipt> publish(Uplink uplink) {
    String text = new String(((Uplink.Payload) uplink).bytes(), StandardCharsets.UTF_8);
    said.add(text);
    return text.equals("hold") ? held : CompletableFuture.completedFuture(new Receipt.Stored());
  }

  private void release() {
    held.complete(new Receipt.Stored());
  }

  private TransportPlan plan(String transport, String slice) {
    return new TransportPlan(
        transport,
        plugins.catalog().find("held").orElseThrow().copy(),
        "CUSTOM",
        ConfigFactory.parseString(slice));
  }

  private <T> T onControl(Callable<T> task) throws Exception {
    return control.submit(task).get(60, TimeUnit.SECONDS);
  }

  private static final TransportSet.Turn NOTHING_ELSE =
      new TransportSet.Turn() {
        @Override
        public void forth() {}

        @Override
        public void back() {}
      };

  private void apply(TransportPlan... plans) throws Exception {
    onControl(() -> set.apply(List.of(plans), NOTHING_ELSE))
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private List<String> failures() throws Exception {
    return onControl(set::failures);
  }

  private void check() throws Exception {
    onControl(
        () -> {
          set.check();
          return null;
        });
  }

  private void awaitSaid(String text) {
    await().atMost(LONG).until(() -> said.contains(text));
  }

  private void awaitFailure(String part) {
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(failures()).singleElement().asString().contains(part));
  }

  @Test
  void oneThatDialsIsNotStartedAgainBecauseItsPeersAreAway() throws Exception {
    apply(plan("one", "name = dialler"));
    check();
    awaitFailure("does not serve now: the peer is away");
    check();
    check();
    // The calls of a plugin are one after the other: this one comes behind the checks.
    apply(plan("one", "name = dialler"), plan("two", "{name = two, port = 2}"));
    awaitSaid("start two");
    assertThat(said).doesNotContain("stop dialler").containsOnlyOnce("start dialler");
    assertThat(asked).hasValue(2);
  }

  @Test
  void oneThatServesStaysWhileAnotherHoldsThePlugin() throws Exception {
    apply(plan("one", "name = one"));
    apply(plan("one", "name = one"), plan("two", "{name = two, port = 2, hold = start}"));
    awaitSaid("hold");
    check();
    await().atMost(LONG).until(() -> failures().size() == 2);
    assertThat(failures()).allMatch(failure -> failure.contains("holds the lane"));
    assertThat(onControl(set::running)).hasSize(2);
    release();
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              check();
              assertThat(failures()).isEmpty();
            });
    assertThat(said).containsExactly("start one", "start two", "hold");
  }

  @Test
  void aDownlinkThatThePluginNeverGotMayBeSentAgain() throws Exception {
    apply(plan("one", "{name = one, hold = start}"));
    awaitSaid("hold");
    DownlinkTarget target = onControl(set::targets).get(0);
    Downlink downlink = new Downlink("valve", ContentType.TEXT, new byte[] {1}, Map.of());
    assertThat(target.send(downlink).toCompletableFuture().get(60, TimeUnit.SECONDS))
        .isInstanceOf(SendOutcome.NotNow.class);
    release();
    assertThat(target.send(downlink).toCompletableFuture().get(60, TimeUnit.SECONDS))
        .isInstanceOf(SendOutcome.Sent.class);
    assertThat(said).containsExactly("start one", "hold", "downlink one");
  }

  @Test
  void aChangedOneStartsWhenTheFormerOneHasReallyStopped() throws Exception {
    apply(plan("one", "name = former"));
    apply(plan("one", "{name = next, hold = create}"));
    awaitFailure("starts when the former transport has been stopped");
    assertThat(said).doesNotContain("start next");
    release();
    awaitSaid("start next");
    await().atMost(LONG).until(() -> failures().isEmpty());
    assertThat(said).containsExactly("start former", "hold", "stop former", "start next");
  }

  @Test
  void oneThatIsDownStartsAgainWhenItHasReallyStopped() throws Exception {
    apply(plan("one", "{name = one, hold = health}"));
    check();
    awaitFailure("is being stopped");
    release();
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(said).containsExactly("start one", "hold", "stop one", "start one"));
    await().atMost(LONG).until(() -> failures().isEmpty());
  }

  @Test
  void oneThatThePluginCouldNotMakeAtFirstIsMadeLater() throws Exception {
    apply(plan("one", "{name = one, hold = start}"));
    awaitSaid("hold");
    int before = asked.get();
    CompletionStage<Void> applying =
        onControl(
            () ->
                set.apply(
                    List.of(
                        plan("one", "{name = one, hold = start}"),
                        plan("two", "{name = two, port = 2}")),
                    NOTHING_ELSE));
    // The first attempt had no chance, and another one waits.
    await().atMost(LONG).until(() -> asked.get() > before + 1);
    release();
    applying.toCompletableFuture().get(60, TimeUnit.SECONDS);
    assertThat(onControl(set::running)).hasSize(2);
    assertThat(said).containsExactly("start one", "hold", "start two");
  }

  @Test
  void oneThatIsNotMadeYetComesByItself() throws Exception {
    TransportSlot slot =
        new TransportSlot(
            "yard",
            plan("one", "name = one"),
            Optional.empty(),
            this::create,
            control,
            () -> {},
            () -> false,
            new TransportRecord());
    faults.add(Optional.of(new OutOfMemoryError("once")));
    onControl(() -> slot.start(CompletableFuture.completedFuture(null)));
    await().atMost(LONG).until(() -> onControl(slot::isRunning));
    assertThat(onControl(slot::failure)).isEmpty();
    onControl(slot::stop).toCompletableFuture().get(60, TimeUnit.SECONDS);
    assertThat(said).containsExactly("start one", "stop one");
  }

  @Test
  void aStoppedSetStartsNothingThatHadToWait() throws Exception {
    apply(plan("one", "name = former"));
    apply(plan("one", "{name = next, hold = create}"));
    awaitFailure("starts when");
    CompletionStage<Void> stop = onControl(set::stop);
    release();
    stop.toCompletableFuture().get(60, TimeUnit.SECONDS);
    awaitSaid("stop next");
    onControl(() -> null);
    assertThat(said).containsExactly("start former", "hold", "stop former", "stop next");
  }

  @Test
  void oneThatCannotGoBackIsTriedAgain() throws Exception {
    apply(plan("one", "name = former"), plan("two", "{name = two, port = 2}"));
    faults.add(Optional.empty());
    faults.add(Optional.of(new OutOfMemoryError("no former one")));
    apply(plan("one", "{name = next, port = 2}"), plan("two", "{name = two, port = 2}"));
    awaitFailure("the port is in use");
    apply(plan("one", "{name = next, port = 2}"));
    awaitSaid("start next");
    await().atMost(LONG).until(() -> failures().isEmpty());
  }

  @Test
  void anErrorOfTheHostIsNotTheEndOfATransport() throws Exception {
    apply(plan("one", "name = one"));
    apply(plan("one", "name = one"), plan("two", "name = two"));
    awaitFailure("the port is in use");
    faults.add(Optional.of(new OutOfMemoryError("once")));
    await().atMost(LONG).until(faults::isEmpty);
    awaitFailure("once");
    apply(plan("two", "name = two"));
    awaitSaid("start two");
    await().atMost(LONG).until(() -> failures().isEmpty());
  }
}
