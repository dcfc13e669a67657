package io.integrationhost.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars that come, change and go while a runtime watches. */
class HotPluginsTest {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final String GOOD = Acme.plugin().source();

  @TempDir Path root;

  private TestHost host;

  /** An application that answers every change of the catalog as told. */
  private final List<PluginCatalog> told = new CopyOnWriteArrayList<>();

  private Function<PluginCatalog, CompletionStage<List<String>>> answer = catalog -> allIsWell();

  private static CompletionStage<List<String>> allIsWell() {
    return CompletableFuture.completedFuture(List.of());
  }

  private Path file(String name) {
    return root.resolve("plugins").resolve(name + ".jar");
  }

  private PluginRuntime watch() throws IOException {
    Files.createDirectories(root.resolve("plugins"));
    host = new TestHost(root, POLL);
    host.runtime().load();
    host.runtime()
        .watch(
            catalog -> {
              told.add(catalog);
              return answer.apply(catalog);
            });
    return host.runtime();
  }

  @AfterEach
  void close() {
    host.close();
  }

  /** Puts a jar in place as people should: under another name first. */
  private void put(String name, PluginJar jar) throws IOException {
    Path part = jar.writeTo(root.resolve("plugins").resolve(name + ".part"));
    Files.move(part, file(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  private static PluginJar version(String version) {
    return PluginJar.of("acme", version, GOOD);
  }

  private static PluginJar broken(String version) {
    return PluginJar.of(
        "acme",
        version,
        Acme.plugin().with("constructor", "if (true) throw new Exception(\"no luck\");").source());
  }

  private void awaitLoaded(String... labels) {
    await()
        .atMost(TestHost.LONG)
        .untilAsserted(
            () ->
                assertThat(host.runtime().catalog().plugins())
                    .extracting(PluginInfo::label)
                    .containsExactly(labels));
  }

  private RejectedJar awaitRejected(String name) {
    await()
        .atMost(TestHost.LONG)
        .untilAsserted(
            () ->
                assertThat(host.runtime().catalog().rejected())
                    .anyMatch(jar -> jar.file().equals(file(name))));
    return host.runtime().catalog().rejected().stream()
        .filter(jar -> jar.file().equals(file(name)))
        .findFirst()
        .orElseThrow();
  }

  private HostedTransport create(String reference) throws Exception {
    return host.create(reference);
  }

  @Test
  void aJarThatAppearsIsLoaded() throws Exception {
    watch();
    put("acme", version("1.0.0"));
    awaitLoaded("acme 1.0.0");
    assertThat(told).hasSize(1);
    TestHost.get(create("acme").start());
  }

  @Test
  void aJarIsTakenWhenItIsCompleteOnly() throws Exception {
    watch();
    byte[] bytes = version("1.0.0").bytes();
    Files.write(file("acme"), Arrays.copyOf(bytes, bytes.length / 2));
    awaitRejected("acme");
    Files.write(
        file("acme"),
        Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length),
        StandardOpenOption.APPEND);
    awaitLoaded("acme 1.0.0");
    assertThat(host.runtime().catalog().rejected()).isEmpty();
  }

  @Test
  void otherBytesInTheSameFileReplaceWhatRuns() throws Exception {
    put("acme", version("1.0.0"));
    watch();
    PluginCopy former = host.runtime().catalog().find("acme").orElseThrow().copy();
    HostedTransport transport = create("acme");
    TestHost.get(transport.start());
    put("acme", PluginJar.of("acme", "1.0.0", GOOD).text("note.txt", "rebuilt"));
    await().atMost(TestHost.LONG).until(() -> !host.runtime().catalog().offers(former));
    // The application of this test moves nothing itself, so the runtime stops what is left.
    await()
        .atMost(TestHost.LONG)
        .untilAsserted(
            () -> assertThat(TestHost.get(transport.health()).detail()).contains("not running"));
    TestHost.get(create("acme").start());
  }

  @Test
  void theFormerCopyWorksUntilTheApplicationHasMoved() throws Exception {
    put("acme", version("1.0.0"));
    watch();
    PluginCopy former = host.runtime().catalog().find("acme").orElseThrow().copy();
    CompletableFuture<List<String>> moved = new CompletableFuture<>();
    answer = catalog -> moved;
    put("acme", version("1.1.0"));
    await().atMost(TestHost.LONG).until(() -> !told.isEmpty());
    TestHost.get(createWith(former).start());
    moved.complete(List.of());
    awaitLoaded("acme 1.1.0");
    await()
        .atMost(TestHost.LONG)
        .untilAsserted(
            () ->
                assertThat(
                        host.runtime()
                            .create(former, request())
                            .handle((made, failure) -> failure != null)
                            .toCompletableFuture()
                            .join())
                    .isTrue());
  }

  private CompletionStage<HostedTransport> creation(PluginCopy copy) {
    return host.runtime().create(copy, request());
  }

  private HostedTransport createWith(PluginCopy copy) throws Exception {
    return TestHost.get(creation(copy));
  }

  private TransportRequest request() {
    return host.request("acme", ConfigFactory.empty(), RecordedUplinks.storing());
  }

  @Test
  void aVersionThatDoesNotLoadLeavesTheFormerOneRunning() throws Exception {
    put("acme", version("1.0.0"));
    watch();
    HostedTransport transport = create("acme");
    TestHost.get(transport.start());
    put("acme", broken("1.1.0"));
    assertThat(awaitRejected("acme").message())
        .contains("no luck", "the copy of acme 1.0.0 keeps running");
    awaitLoaded("acme 1.0.0");
    assertThat(told).isEmpty();
    assertThat(TestHost.get(transport.health()).detail()).isEmpty();
    put("acme", version("1.2.0"));
    awaitLoaded("acme 1.2.0");
    assertThat(host.runtime().catalog().rejected()).isEmpty();
  }

  @Test
  void bytesThatAreNoPluginLeaveTheFormerOneRunningToo() throws Exception {
    put("acme", version("1.0.0"));
    watch();
    Files.writeString(file("acme"), "this is no jar");
    assertThat(awaitRejected("acme").message()).contains("keeps running");
    awaitLoaded("acme 1.0.0");
  }

  @Test
  void aVersionWithWhichSomethingDoesNotStartIsTakenBack() throws Exception {
    put("acme-1.0.0", version("1.0.0"));
    watch();
    answer =
        catalog ->
            CompletableFuture.completedFuture(
                catalog.find(PluginReference.parse("acme@1.1.0")).isPresent()
                    ? List.of("transport 'gate' did not start")
                    : List.of());
    put("acme-1.1.0", version("1.1.0"));
    assertThat(awaitRejected("acme-1.1.0").message())
        .contains("plugin acme 1.1.0 was taken back", "transport 'gate' did not start");
    awaitLoaded("acme 1.0.0");
    assertThat(told).hasSize(2);
    assertThat(host.runtime().catalog().superseded()).isEmpty();
  }

  @Test
  void aFileThatIsReplacedByOneOfAnotherNameIsWhatToGoBackTo() throws Exception {
    put("acme-1.0.0", version("1.0.0"));
    watch();
    put("acme-1.1.0", broken("1.1.0"));
    Files.delete(file("acme-1.0.0"));
    assertThat(awaitRejected("acme-1.1.0").message()).contains("no luck");
    // Both in one look, or one after the other: what is removed for good is not kept for ever.
    await()
        .atMost(TestHost.LONG)
        .untilAsserted(
            () ->
                assertThat(host.runtime().catalog().plugins())
                    .allMatch(plugin -> plugin.label().equals("acme 1.0.0")));
    put("acme-1.1.0", version("1.1.1"));
    awaitLoaded("acme 1.1.1");
  }

  @Test
  void aJarThatIsRemovedIsUnloaded() throws Exception {
    put("acme", version("1.0.0"));
    watch();
    HostedTransport transport = create("acme");
    TestHost.get(transport.start());
    Files.delete(file("acme"));
    awaitLoaded();
    await()
        .atMost(TestHost.LONG)
        .untilAsserted(
            () -> {
              assertThat(TestHost.get(transport.health()).detail()).contains("not running");
              assertThat(root.resolve("work/staged")).isEmptyDirectory();
              assertThat(TestHost.thread("plugin-acme")).isEmpty();
            });
  }

  @Test
  void aDirectoryThatCannotBeReadRemovesNothing() throws Exception {
    put("acme", version("1.0.0"));
    watch();
    Files.move(root.resolve("plugins"), root.resolve("elsewhere"));
    await()
        .atMost(TestHost.LONG)
        .untilAsserted(
            () ->
                assertThat(host.runtime().catalog().rejected())
                    .singleElement()
                    .satisfies(jar -> assertThat(jar.reason()).contains("does not exist")));
    awaitLoaded("acme 1.0.0");
    Files.move(root.resolve("elsewhere"), root.resolve("plugins"));
    await().atMost(TestHost.LONG).until(() -> host.runtime().catalog().rejected().isEmpty());
    awaitLoaded("acme 1.0.0");
    assertThat(told).isEmpty();
  }

  @Test
  void aPinnedVersionRunsBesideTheNewest() throws Exception {
    put("acme-1.0.0", version("1.0.0"));
    put("acme-1.1.0", version("1.1.0"));
    watch();
    awaitLoaded("acme 1.1.0");
    assertThat(host.runtime().catalog().superseded())
        .singleElement()
        .satisfies(jar -> assertThat(jar.message()).contains("plugin = \"acme@1.0.0\""));
    HostedTransport newest = create("acme");
    HostedTransport pinned = create("acme@1.0.0");
    TestHost.get(newest.start());
    TestHost.get(pinned.start());
    assertThat(newest.plugin().version()).isEqualTo("1.1.0");
    assertThat(pinned.plugin().version()).isEqualTo("1.0.0");

    put("acme-1.2.0", version("1.2.0"));
    awaitLoaded("acme 1.2.0");
    assertThat(TestHost.get(pinned.health()).detail()).isEmpty();
    assertThat(TestHost.get(newest.health()).detail()).isEmpty();

    TestHost.get(pinned.stop());
    TestHost.get(newest.stop());
    await().atMost(TestHost.LONG).until(() -> TestHost.threads("plugin-acme") == 1);
    TestHost.get(create("acme@1.0.0").start());
  }

  @Test
  void whenTheNewestIsRemovedTheNextOneServes() throws Exception {
    put("acme-1.0.0", version("1.0.0"));
    put("acme-1.1.0", version("1.1.0"));
    watch();
    Files.delete(file("acme-1.1.0"));
    awaitLoaded("acme 1.0.0");
    assertThat(host.runtime().catalog().superseded()).isEmpty();
  }

  @Test
  void aMissingPinIsToldApart() throws Exception {
    put("acme", version("1.0.0"));
    watch();
    assertThat(
            TestHost.failure(
                host.runtime()
                    .create(
                        host.request(
                            "acme@3.0.0", ConfigFactory.empty(), RecordedUplinks.storing()))))
        .hasMessageContaining("needs plugin 'acme@3.0.0', which is not installed");
  }

  @Test
  void aPluginThatKeepsItsClassesInMemoryIsNamed() throws Exception {
    String leaking =
        "Thread leak = new Thread(Acme::block, \"acme-worker\");"
            + " leak.setDaemon(true); leak.start(); return done();";
    put("acme", Acme.plugin().with("start", leaking).jar("acme"));
    watch();
    TestHost.get(create("acme").start());
    put("acme", version("2.0.0"));
    awaitLoaded("acme 2.0.0");
    await()
        .atMost(TestHost.LONG)
        .untilAsserted(
            () ->
                assertThat(host.runtime().leaks())
                    .singleElement()
                    .satisfies(
                        leak ->
                            assertThat(leak.message())
                                .contains("plugin acme 1.0.0 was unloaded", "acme-worker")));
  }

  @Test
  void aPluginThatLeavesNothingIsNotNamed() throws Exception {
    put("acme", version("1.0.0"));
    watch();
    TestHost.get(create("acme").start());
    put("acme", version("2.0.0"));
    awaitLoaded("acme 2.0.0");
    put("other", PluginJar.of("other", "1.0.0", GOOD));
    awaitLoaded("acme 2.0.0", "other 1.0.0");
    put("other", PluginJar.of("other", "1.1.0", GOOD));
    awaitLoaded("acme 2.0.0", "other 1.1.0");
    await().during(Duration.ofMillis(500)).atMost(TestHost.LONG).until(() -> leaks().isEmpty());
  }

  private List<LeakedPlugin> leaks() {
    return host.runtime().leaks();
  }
}
