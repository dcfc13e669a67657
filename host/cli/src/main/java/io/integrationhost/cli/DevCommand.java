package io.integrationhost.cli;

import io.integrationhost.emulator.ReceivedItem;
import io.integrationhost.host.board.Phase;
import io.integrationhost.host.board.Status;
import io.integrationhost.host.settings.LogFormat;
import io.integrationhost.workbench.dev.PluginPacker;
import io.integrationhost.workbench.dev.PluginSource;
import io.integrationhost.workbench.dev.SourceWatch;
import io.integrationhost.workbench.dev.Workbench;
import io.integrationhost.workbench.dev.WorkbenchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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
      "Runs until it is stopped (Ctrl-C), or until --messages have arrived. Examples:",
      "  integration-host dev --plugin target/classes --config '{\"port\": 5000}'",
      "  integration-host dev --plugin target/classes --config '{\"port\": 5000}' --downlinks --debug",
      "",
      "Exit codes: 0 stopped, or --messages have arrived; 2 bad usage, or a --config that is no",
      "JSON object; 1 anything else, with --messages also an integration that has failed for",
      "some seconds."
    })
final class DevCommand implements Callable<Integer> {

  private static final long LOOK_EVERY_MS = 250;
  private static final Duration FAILED_FOR_GOOD = Duration.ofSeconds(3);

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
      names = "--encoder",
      paramLabel = "FILE",
      description =
          "With --downlinks: a converter script in JavaScript. Default: one that sends 'data' as it"
              + " is.")
  private Path encoder;

  @Option(
      names = "--downlinks",
      description = {
        "Sends downlinks that it reads from standard input, one per line, such as",
        "{\"device\": \"Device B\", \"data\": {\"valve\": \"open\"}}"
      })
  private boolean downlinks;

  @Option(names = "--debug", description = "Shows every debug event, not failures only.")
  private boolean debug;

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

  /** The integration's state, and since when. */
  private record Seen(Status status, long nanos) {}

  private final AtomicReference<Optional<Seen>> seen = new AtomicReference<>(Optional.empty());

  @Override
  public Integer call() throws IOException, InterruptedException {
    PluginSource source = source();
    String decoderScript = script("--decoder", decoder, WorkbenchSettings.anyPayload());
    String encoderScript = script("--encoder", encoder, WorkbenchSettings.anyDownlink());
    Console console = new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
    try (StopSignal stop = StopSignal.install("the plugin did not stop in time; leaving anyway");
        TemporaryDirectory work = new TemporaryDirectory("integration-host-dev")) {
      WorkbenchSettings settings =
          new WorkbenchSettings(
              Files.createDirectory(work.path().resolve("plugins")),
              work.path().resolve("data"),
              configuration,
              decoderScript,
              downlinks ? Optional.of(encoderScript) : Optional.empty(),
              debug);
      settings
          .unusable()
          .ifPresent(
              problem -> {
                throw new ParameterException(spec.commandLine(), "--config: " + problem);
              });
      Logging.forService(Home.fromProperty(), Optional.empty(), LogFormat.TEXT);
      return run(source, settings, stop, console);
    }
  }

  private int run(PluginSource source, WorkbenchSettings settings, StopSignal stop, Console console)
      throws IOException, InterruptedException {
    CountDownLatch missing = new CountDownLatch(messages < 1 ? Integer.MAX_VALUE : messages);
    PluginPacker packer = new PluginPacker(source);
    SourceWatch watch = new SourceWatch(source);
    packer.packInto(settings.plugins());
    try (Workbench bench =
        Workbench.start(
            settings,
            (integration, before, now) -> told(console, now),
            item -> received(console, item, missing))) {
      DownlinkInput input = new DownlinkInput(() -> List.of(bench.thingsBoard()), console);
      boolean waiting = downlinks;
      while (!stop.isTold() && !missing.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
        if (waiting && is(Phase.RUNNING)) {
          waiting = false;
          input.follow(System.in);
        }
        packAgain(console, watch, packer, settings.plugins());
        if (messages > 0 && hasFailedForGood()) {
          console.line("nothing more can arrive, so that --messages would wait for ever");
          return ExitCode.FAILURE;
        }
      }
    }
    return ExitCode.SUCCESS;
  }

  private void told(Console console, Status now) {
    seen.set(Optional.of(new Seen(now, System.nanoTime())));
    console.line("integration is " + now.describe());
  }

  private boolean is(Phase phase) {
    return seen.get().filter(last -> last.status().phase() == phase).isPresent();
  }

  private boolean hasFailedForGood() {
    return is(Phase.FAILED)
        && seen.get()
            .filter(last -> System.nanoTime() - last.nanos() > FAILED_FOR_GOOD.toNanos())
            .isPresent();
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

  private String script(String option, Path file, String otherwise) {
    if (file == null) {
      return otherwise;
    }
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          option + ": " + file + " cannot be read (" + e + "); name a script in UTF-8");
    }
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
      console.line("could not pack the plugin (" + e + "); it is tried at the next change");
    }
  }

  private void received(Console console, ReceivedItem item, CountDownLatch missing) {
    if (item.kind() == ReceivedItem.Kind.DEVICE || item.kind() == ReceivedItem.Kind.ASSET) {
      ItemText.lines(item).forEach(console::line);
      missing.countDown();
    } else if (item.details().containsKey("error")
        || (debug && item.kind() == ReceivedItem.Kind.EVENT)) {
      ItemText.lines(item).forEach(console::line);
    }
  }
}
