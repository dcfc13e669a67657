package io.integrationhost.runtime;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.plugin.Uplinks;
import io.integrationhost.runtime.trust.AllowList;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A plugin runtime in a temporary directory. */
final class TestHost implements AutoCloseable {

  /** Longer than anything that is supposed to happen takes on a loaded machine. */
  static final Duration LONG = Duration.ofSeconds(20);

  /** For what is supposed never to happen. */
  static final Duration SHORT = Duration.ofMillis(300);

  static final Deadlines PATIENT = new Deadlines(LONG, LONG, LONG, LONG);

  private final Path root;
  private final PluginRuntime runtime;

  TestHost(Path root, Deadlines deadlines, int uplinks) {
    this(root, deadlines, uplinks, AllowList.everyJar());
  }

  TestHost(Path root, Deadlines deadlines, int uplinks, AllowList allow) {
    this.root = root;
    this.runtime =
        new PluginRuntime(
            new PluginSettings(
                plugins(), root.resolve("work"), deadlines, uplinks, Duration.ZERO, allow));
  }

  /** A host that looks for changes, and counts a plugin as leaked after a moment. */
  TestHost(Path root, Duration pollInterval) {
    this.root = root;
    this.runtime =
        new PluginRuntime(
            new PluginSettings(
                plugins(), root.resolve("work"), PATIENT, 100, pollInterval, AllowList.everyJar()),
            Duration.ofMillis(100));
  }

  TestHost(Path root) {
    this(root, PATIENT, 100);
  }

  Path plugins() {
    return root.resolve("plugins");
  }

  /** Writes jars named by their number and loads them. */
  TestHost load(PluginJar... jars) {
    for (int i = 0; i < jars.length; i++) {
      jars[i].writeTo(plugins().resolve("plugin" + i + ".jar"));
    }
    PluginCatalog catalog = runtime.load();
    if (!catalog.rejected().isEmpty()) {
      throw new AssertionError(catalog.rejected().toString());
    }
    return this;
  }

  PluginRuntime runtime() {
    return runtime;
  }

  TransportRequest request(String plugin, Config slice, Uplinks uplinks) {
    return new TransportRequest(
        plugin, "yard", "gate", slice, uplinks, root.resolve("data"), Clock.systemUTC());
  }

  HostedTransport create(String plugin) throws Exception {
    return create(plugin, RecordedUplinks.storing());
  }

  HostedTransport create(String plugin, Uplinks uplinks) throws Exception {
    return get(runtime.create(request(plugin, ConfigFactory.empty(), uplinks)));
  }

  static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  static PluginFailure failure(CompletionStage<?> stage) {
    CompletableFuture<?> future = stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS);
    try {
      future.join();
    } catch (CompletionException e) {
      return PluginFailure.in(e);
    }
    throw new AssertionError("did not fail");
  }

  /** The class loader of a plugin, found through its lane. */
  static ClassLoader loaderOf(String plugin) {
    return thread("plugin-" + plugin).orElseThrow().getContextClassLoader();
  }

  static Optional<Thread> thread(String name) {
    return named(name).findFirst();
  }

  static long threads(String name) {
    return named(name).count();
  }

  private static Stream<Thread> named(String name) {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[1000];
    root.enumerate(threads);
    return Arrays.stream(threads)
        .filter(Objects::nonNull)
        .filter(thread -> thread.getName().equals(name));
  }

  @Override
  public void close() {
    runtime.close();
  }
}
