package io.integrationhost.runtime;

import com.typesafe.config.Config;
import io.integrationhost.plugin.Tool;
import io.integrationhost.plugin.ToolContext;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.runtime.PluginFailure.Kind;
import io.integrationhost.runtime.jar.ApiCompatibility;
import io.integrationhost.runtime.jar.JarProblem;
import io.integrationhost.runtime.jar.StagedPlugin;
import io.integrationhost.runtime.jar.StagingArea;
import io.integrationhost.runtime.lane.ContextLoader;
import io.integrationhost.runtime.lane.HostThreads;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tools of one plugin, which is loaded alone; no transport is made. For a process of its own:
 * methods wait for the plugin.
 */
public final class PluginTools implements AutoCloseable {

  private static final int FAILED = 1;

  private final HostThreads threads = new HostThreads();
  private final Generations generations;
  private final LoadedPlugin plugin;
  private final List<Tool> tools;

  private PluginTools(PluginSettings settings, StagingArea staging, StagedPlugin staged) {
    this.generations =
        new Generations(
            settings, staging, threads, new LeakWatch(Duration.ofSeconds(30)), (copy, why) -> {});
    try {
      this.plugin = generations.load(generations.enter(staged));
      this.tools = Await.result(plugin.tools());
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Loads a plugin.
   *
   * @param settings whose work directory no running host may use
   * @param id of the plugin, maybe with a version
   * @throws PluginFailure when there is no such plugin, or it cannot be used
   */
  public static PluginTools open(PluginSettings settings, String id) {
    StagingArea staging =
        new StagingArea(settings.workDirectory(), ApiCompatibility.ofThisHost(), settings.allow());
    staging.prepare();
    PluginReference wanted = PluginReference.parse(id);
    Optional<StagedPlugin> chosen = Optional.empty();
    String problem = "";
    for (Path jar : jars(settings)) {
      try {
        StagedPlugin staged = staging.stage(jar);
        boolean better =
            wanted.names(copy(staged))
                && chosen
                    .filter(
                        best ->
                            best.descriptor().version().compareTo(staged.descriptor().version())
                                >= 0)
                    .isEmpty();
        if (better) {
          chosen = Optional.of(staged);
        }
      } catch (JarProblem e) {
        if (e.plugin().equals(wanted.id())) {
          problem = " (" + jar + ": " + e.reason() + "; " + e.cure() + ")";
        }
      }
    }
    if (chosen.isEmpty()) {
      throw new PluginFailure(
          Kind.CONFIGURATION,
          "plugin '" + id + "' is not installed in " + settings.places() + problem,
          "'integration-host plugins' lists what is");
    }
    return new PluginTools(settings, staging, chosen.get());
  }

  private static PluginCopy copy(StagedPlugin staged) {
    return new PluginCopy(staged.descriptor().id(), staged.descriptor().version().toString(), 0);
  }

  private static List<Path> jars(PluginSettings settings) {
    List<Path> jars = new ArrayList<>();
    List<RejectedJar> unreadable = new ArrayList<>();
    for (Path path : settings.directories()) {
      PluginDirectory directory = new PluginDirectory(path);
      try {
        jars.addAll(directory.jars());
      } catch (IOException e) {
        unreadable.add(directory.unreadable(e));
      }
    }
    if (jars.isEmpty() && !unreadable.isEmpty()) {
      RejectedJar why = unreadable.get(0);
      throw new PluginFailure(Kind.CONFIGURATION, why.file() + ": " + why.reason(), why.cure());
    }
    return jars;
  }

  /** Name and help of each tool, as the plugin gives them. */
  public List<String> help() {
    return tools.stream().map(tool -> "%-16s %s".formatted(tool.name(), tool.help())).toList();
  }

  /** The names of the tools. */
  public List<String> names() {
    return tools.stream().map(Tool::name).toList();
  }

  /** What is installed for whoever plans with this plugin alone. */
  public PluginCatalog catalog() {
    return new PluginCatalog(List.of(plugin.info()), List.of(), List.of());
  }

  /** What a transport of the plugin would be configured with. */
  public Config over(Layers layers) {
    return layers.over(plugin.info().defaults());
  }

  /**
   * Runs a tool on the caller's thread, as code of the plugin; what it throws is told to the
   * context's {@code err}.
   *
   * @param name one of {@link #names}
   * @return the exit code of the tool; 1 when it threw
   */
  public int run(String name, ToolContext context) {
    Tool tool = tools.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    ClassLoader loader = plugin.loader().map(WeakReference::get).orElse(null);
    ContextLoader scope = ContextLoader.enter(loader);
    try {
      return tool.action().run(context);
    } catch (TransportException e) {
      context.err().println(e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      e.printStackTrace(context.err());
      return FAILED;
    } finally {
      scope.close();
    }
  }

  @Override
  public void close() {
    generations.close();
    threads.close();
  }
}
