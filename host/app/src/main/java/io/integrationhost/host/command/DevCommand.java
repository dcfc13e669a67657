package io.integrationhost.host.command;

import io.integrationhost.emulator.ReceivedItem;
import io.integrationhost.host.dev.PluginPacker;
import io.integrationhost.host.dev.PluginSource;
import io.integrationhost.host.dev.SourceWatch;
import io.integrationhost.host.dev.Workbench;
import io.integrationhost.host.dev.WorkbenchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "dev",
    description = {
      "For plugin authors: runs a plugin from its folder of classes.",
      "The plugin runs in a host beside a stand-in for ThingsBoard, the data that arrives there is",
      "printed, and the plugin is packed again whenever it is compiled."
    },
    footer = {
      "",
      "Runs until it is stopped (Ctrl-C), or until --messages have arrived. Example:",
      "  integration-host dev --plugin target/classes --config '{\"port\": 5000}'"
    })
final class DevCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(DevCommand.class);
  private static final long LOOK_EVERY_MS = 250;
  private static final long STOP_SECONDS = 30;

  @Option(
      names = "--plugin",
      paramLabel = "PATH",
      required = true,
      description = "The plugin's folder of classes, such as target/classes, or its jar.")
  private Path plugin;

  @Option(
      names = "--config",
      paramLabel = "JSON",
      defaultValue = "{}",
      description = "The integration's configuration. Default: ${DEFAULT-VALUE}.")
  private String configuration;

  @Option(
      names = "--decoder",
      paramLabel = "FILE",
      description =
          "A converter script in JavaScript for payloads. Default: one that shows any payload.")
  private Path decoder;

  @Option(
      names = "--libraries",
      paramLabel = "DIR",
      description =
          "The jars that the plugin needs. Default: lib/ in its folder, else ../dependency.")
  private Path libraries;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The plugin's id. Default: the name of the project's folder.")
  private String id;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "0",
      description = "End after so many items. Default: never.")
  private int messages;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PluginSource source = source();
    Console console = new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
    Logging.forService(Home.fromProperty(), Optional.empty());
    CountDownLatch missing = new CountDownLatch(messages < 1 ? Integer.MAX_VALUE : messages);
    CountDownLatch closed = new CountDownLatch(1);
    AtomicBoolean stopRequested = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopRequested, closed), "shutdown"));
    try (TemporaryDirectory work = new TemporaryDirectory("integration-host-dev")) {
      Path plugins = Files.createDirectory(work.path().resolve("plugins"));
      PluginPacker packer = new PluginPacker(source);
      SourceWatch watch = new SourceWatch(source);
      packer.packInto(plugins);
      try (Workbench bench =
          Workbench.start(
              new WorkbenchSettings(
                  plugins, work.path().resolve("data"), configuration, decoderScript()),
              (integration, before, now) -> console.line("integration is " + now.describe()),
              item -> received(console, item, missing))) {
        bench
            .host()
            .plugins()
            .rejected()
            .forEach(jar -> console.error("%s %s; %s".formatted(plugin, jar.reason(), jar.cure())));
        while (!stopRequested.get() && !missing.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
          packAgain(console, watch, packer, plugins);
        }
      }
    } finally {
      closed.countDown();
    }
    return ExitCode.SUCCESS;
  }

  /** Keeps the process alive after Ctrl-C until the plugin has stopped and its files are gone. */
  private static void stop(AtomicBoolean requested, CountDownLatch closed) {
    requested.set(true);
    try {
      if (!closed.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        log.warn("the plugin did not stop within {} s; leaving anyway", STOP_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private PluginSource source() {
    if (!Files.exists(plugin)) {
      throw new ParameterException(
          spec.commandLine(),
          "--plugin: " + plugin + " does not exist; compile the plugin, or correct the path");
    }
    if (libraries != null && !Files.isDirectory(libraries)) {
      throw new ParameterException(
          spec.commandLine(), "--libraries: " + libraries + " is not a folder");
    }
    PluginSource found = PluginSource.at(plugin);
    PluginSource named = id == null ? found : found.withId(id);
    return libraries == null ? named : named.withLibraries(libraries);
  }

  private String decoderScript() throws IOException {
    return decoder == null ? WorkbenchSettings.anyPayload() : Files.readString(decoder);
  }

  private static void packAgain(
      Console console, SourceWatch watch, PluginPacker packer, Path plugins) {
    if (!watch.hasChanged()) {
      return;
    }
    try {
      packer.packInto(plugins);
      console.line("compiled again: the plugin is packed and handed to the host");
    } catch (IOException e) {
      console.error("could not pack the plugin (" + e + "); it is tried at the next change");
    }
  }

  private static void received(Console console, ReceivedItem item, CountDownLatch missing) {
    if (item.kind() == ReceivedItem.Kind.DEVICE || item.kind() == ReceivedItem.Kind.ASSET) {
      ItemText.lines(item).forEach(console::line);
      missing.countDown();
    } else if (item.details().containsKey("error")) {
      ItemText.lines(item).forEach(console::line);
    }
  }
}
