package io.integrationhost.host.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.converter.ConverterLimits;
import io.integrationhost.ground.Problem;
import io.integrationhost.hocon.Redaction;
import io.integrationhost.host.deadletter.DeadLetterLimits;
import io.integrationhost.host.delivery.BatchSettings;
import io.integrationhost.host.downlink.WaitingLimits;
import io.integrationhost.runtime.Deadlines;
import io.integrationhost.runtime.PluginSettings;
import io.integrationhost.spool.Durability;
import io.integrationhost.spool.SpoolOptions;
import io.integrationhost.spool.WhenFull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes {@link HostSettings} from a file and the environment. The official package's environment
 * variables describe one integration more (facts 3.9).
 */
public final class SettingsLoader {

  private static final Duration SHORTEST_RELOAD = Duration.ofMillis(100);

  /** A shorter value of the environment is no secret, and may be part of any word. */
  private static final int MOST_TOLD = 5;

  private final Path home;
  private final Map<String, String> environment;

  /**
   * A loader.
   *
   * @param home where relative paths start
   * @param environment as of {@link System#getenv()}
   */
  public SettingsLoader(Path home, Map<String, String> environment) {
    this.home = home;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Reads and validates.
   *
   * @throws SettingsException with every problem found
   */
  public HostSettings load(Optional<Path> file) {
    return load(file, new SettingsFiles()).settings();
  }

  LoadedSettings load(Optional<Path> file, SettingsFiles files) {
    return load(
        own(file, files),
        file.map(Path::toString).orElse("the environment: no settings file was found"),
        files);
  }

  private static Config own(Optional<Path> file, SettingsFiles files) {
    return file.map(path -> new SettingsParser(files).parse(path))
        .orElseGet(() -> ConfigFactory.empty("the environment"));
  }

  /**
   * Reads and validates a text.
   *
   * @param hocon as a settings file holds it
   * @throws SettingsException with every problem found
   */
  public HostSettings loadText(String hocon) {
    return load(SettingsSource.text(hocon), "the given text", new SettingsFiles()).settings();
  }

  /**
   * Reads and validates a text that somebody sent: it may include nothing, and values of the
   * environment are not told.
   *
   * @throws SettingsException with every problem found
   */
  public HostSettings checkText(String hocon) {
    try {
      return load(SettingsSource.alone(hocon), "the given text", new SettingsFiles()).settings();
    } catch (SettingsException e) {
      throw new SettingsException(e.problems().stream().map(this::withoutEnvironment).toList());
    }
  }

  private Problem withoutEnvironment(Problem problem) {
    String message = problem.message();
    for (String value : environment.values()) {
      if (value.length() > MOST_TOLD) {
        message = message.replace(value, Redaction.HIDDEN);
      }
    }
    return new Problem(problem.place(), problem.key(), message);
  }

  /**
   * Reads and validates the section {@code plugins} only, for commands that need no integration.
   *
   * @throws SettingsException with every problem found there
   */
  public PluginSettings loadPlugins(Optional<Path> file) {
    return sections(
        file,
        List.of("plugins", "data-directory"),
        reader -> plugins(reader, reader.path("data-directory")));
  }

  /**
   * Reads where the host keeps its files, for commands about what is there: they need no
   * integration, as the variables that describe one may be set for the host's own process only.
   *
   * @throws SettingsException when the file cannot be read, or says nothing usable about it
   */
  public Path loadDataDirectory(Optional<Path> file) {
    return sections(file, List.of("data-directory"), reader -> reader.path("data-directory"));
  }

  /** Reads what scripts may use; otherwise as {@link #loadPlugins}. */
  public ConverterLimits loadConverterLimits(Optional<Path> file) {
    return sections(file, List.of("converter"), reader -> new ConverterReader(reader).read());
  }

  /** Reads where a running host can be asked; otherwise as {@link #loadDataDirectory}. */
  public AdminPlace loadAdminPlace(Optional<Path> file) {
    return sections(file, List.of("admin", "data-directory"), AdminPlace::read);
  }

  /** How the log is written; otherwise as {@link #loadDataDirectory}. */
  public LogFormat loadLogFormat(Optional<Path> file) {
    return sections(
        file, List.of("logging"), reader -> reader.choice("logging.format", LogFormat.class));
  }

  /** Problems of other sections do not matter. */
  private <T> T sections(
      Optional<Path> file, List<String> sections, Function<SettingsReader, T> reading) {
    Config own = own(file, new SettingsFiles());
    SettingsReader reader =
        new SettingsReader(SettingsSource.resolve(own, environment, sections), home);
    T read = reading.apply(reader);
    List<Problem> problems = new ArrayList<>(SettingsSource.unknown(own));
    problems.removeIf(problem -> sections.stream().noneMatch(problem.key()::startsWith));
    problems.addAll(reader.problems());
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return read;
  }

  private LoadedSettings load(Config own, String what, SettingsFiles files) {
    EnvironmentIntegration ofVariables = new EnvironmentIntegration(environment);
    Config config = ofVariables.addTo(SettingsSource.resolve(own, environment));
    SettingsReader reader = new SettingsReader(config, home);
    List<Problem> problems = new ArrayList<>(SettingsSource.unknown(own));
    List<String> notes = new ArrayList<>(new OfficialVariables(environment).notes());
    ofVariables.note(config).ifPresent(notes::add);
    HostSettings settings =
        read(
            reader,
            new IntegrationReader(config, reader, files).read(what),
            new AdminReader(config, reader).read(),
            notes);
    problems.addAll(reader.problems());
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return new LoadedSettings(settings, config);
  }

  private HostSettings read(
      SettingsReader reader,
      List<IntegrationSettings> integrations,
      AdminSettings admin,
      List<String> notes) {
    Path data = reader.path("data-directory");
    reader.choice("logging.format", LogFormat.class);
    return new HostSettings(
        integrations,
        new LinkTuning(
            "["
                + reader.text("thingsboard.client-id")
                + ":"
                + reader.number("thingsboard.client-port", 0, 65535)
                + "]",
            reader.duration("thingsboard.heartbeat", Duration.ofSeconds(1)),
            reader.duration("thingsboard.answer-timeout", Duration.ofSeconds(1)),
            reader.number("thingsboard.window", 1, 1000)),
        plugins(reader, data),
        data,
        spool(reader),
        DeadLetterLimits.of(
            reader.number("dead-letters.max-count", 1, 1_000_000),
            reader.size("dead-letters.max-size", 1024 * 1024)),
        new WaitingLimits(
            reader.duration("downlinks.time-to-live", Duration.ZERO),
            reader.number("downlinks.max-waiting", 0, WaitingLimits.MOST),
            reader.number("downlinks.attempts", 1, 1_000),
            reader.number("downlinks.refusals", 1, 1_000)),
        reader.flag("remember-configuration"),
        new EventSettingsReader(reader).read(),
        new BatchSettings(reader.number("batch.max-records", 1, 100_000), batchBytes(reader)),
        new ConverterReader(reader).read(),
        reader.duration("stop-deadline", Duration.ofSeconds(1)),
        reloadInterval(reader),
        admin,
        JavaSettings.read(reader, notes),
        notes);
  }

  private static Duration reloadInterval(SettingsReader reader) {
    Duration interval = reader.duration("reload-interval", Duration.ZERO);
    return interval.isZero() ? interval : reader.duration("reload-interval", SHORTEST_RELOAD);
  }

  private static SpoolOptions spool(SettingsReader reader) {
    SpoolOptions options =
        SpoolOptions.ofSize(reader.size("spool.max-size", 1024 * 1024))
            .withDurability(reader.choice("spool.durability", Durability.class))
            .withInterval(reader.duration("spool.sync-interval", Duration.ofMillis(1)))
            .withWhenFull(reader.choice("spool.when-full", WhenFull.class))
            .withMaxWaiting(
                reader.number("spool.max-waiting", 1, 1_000_000),
                reader.size("spool.max-waiting-size", 1024 * 1024));
    Duration maxAge = reader.duration("spool.max-age", Duration.ZERO);
    return maxAge.isZero() ? options : options.withMaxAge(maxAge);
  }

  private static long batchBytes(SettingsReader reader) {
    long bytes = reader.size("batch.max-size", 1024);
    long most = 3L * 1024 * 1024;
    if (bytes > most) {
      reader.problem("batch.max-size", "must be at most 3 MiB (ThingsBoard's limit is 4 MiB)");
    }
    return Math.min(bytes, most);
  }

  private static long memory(SettingsReader reader) {
    long wanted = reader.size("plugins.memory", 0);
    return wanted == 0 ? PluginSettings.eighthOfHeap() : wanted;
  }

  private static PluginSettings plugins(SettingsReader reader, Path data) {
    Duration least = Duration.ofMillis(100);
    return new PluginSettings(
        reader.paths("plugins.directory"),
        data.resolve("plugins"),
        new Deadlines(
            reader.duration("plugins.create-deadline", least),
            reader.duration("plugins.start-deadline", least),
            reader.duration("plugins.stop-deadline", least),
            reader.duration("plugins.downlink-deadline", least)),
        reader.number("plugins.max-uplinks-under-way", 1, 1_000_000),
        reader.duration("plugins.poll-interval", Duration.ZERO),
        new AllowListReader(reader).read(),
        memory(reader));
  }
}
