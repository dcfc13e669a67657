package io.integrationhost.host.store;

import io.integrationhost.remote.IntegrationConfiguration;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last accepted configuration of each integration, one file each, readable by the owner
 * only since a configuration may hold secrets. The integration's own secret is never written, and
 * its routing key only as a digest: a configuration that was saved for another key is not used.
 *
 * <p>Safe for any thread. {@link #save} and {@link #forget} return at once; the given executor does
 * the work, in order per integration, and of several changes that wait only the last is done.
 */
public final class ConfigurationStore {

  private static final Logger log = LoggerFactory.getLogger(ConfigurationStore.class);

  /** Two converters and a configuration, each far below the link's limit of a message. */
  private static final int MAX_FILE = 32 << 20;

  private static final String FILE = ".json";

  private final PrivateDirectory directory;
  private final Executor executor;
  private final Clock clock;
  private final ConfigurationFormat format = new ConfigurationFormat();
  private final Map<String, Change> waiting = new ConcurrentHashMap<>();
  private final Map<String, Object> turns = new ConcurrentHashMap<>();
  private boolean owned;

  /**
   * A store; the directory is created with the first file.
   *
   * @param executor may block on a disk
   */
  public ConfigurationStore(Path directory, Executor executor, Clock clock) {
    this.directory = new PrivateDirectory(directory, "configurations, which may hold secrets");
    this.executor = executor;
    this.clock = clock;
  }

  /**
   * Saves soon; a failure is logged.
   *
   * @param integration the operator's name for it
   * @param routingKey with which ThingsBoard accepted it
   */
  public void save(String integration, String routingKey, IntegrationConfiguration configuration) {
    change(
        integration,
        () ->
            directory.write(
                file(integration),
                format.write(
                    new SavedConfiguration(
                        integration, KeyDigest.of(routingKey), clock.instant(), configuration))));
  }

  /** Removes soon what was saved, if anything was; a failure is logged. */
  public void forget(String integration) {
    change(integration, () -> directory.remove(file(integration)));
  }

  /**
   * What was saved last for this integration and this key. Reads the disk on the caller's thread. A
   * file that cannot be used is logged and treated as absent.
   */
  public Optional<IntegrationConfiguration> load(String integration, String routingKey) {
    try {
      SavedConfiguration saved = read(integration, routingKey);
      String objection = objection(saved, integration, routingKey);
      if (objection.isEmpty()) {
        log.info("integration '{}': found its configuration of {}", integration, saved.time());
        return Optional.of(saved.configuration());
      }
      log.warn(
          "integration '{}': the saved configuration {} is not used: {}; ThingsBoard's next answer"
              + " replaces it",
          integration,
          directory.path().resolve(file(integration)),
          objection);
    } catch (NoSuchFileException e) {
      log.debug("integration '{}': no configuration was saved yet", integration);
    } catch (DamagedFileException e) {
      log.warn(
          "integration '{}': the saved configuration {} is not used: {}; {}; ThingsBoard's next"
              + " answer replaces it",
          integration,
          directory.path().resolve(file(integration)),
          e.getMessage(),
          setAside(integration));
    } catch (IOException | IllegalArgumentException e) {
      log.warn(
          "integration '{}': the saved configuration {} cannot be used: {}; delete the file, or"
              + " leave it: ThingsBoard's next answer replaces it",
          integration,
          directory.path().resolve(file(integration)),
          e.getMessage());
    }
    return Optional.empty();
  }

  /**
   * What was saved last for this integration, for whichever key, for people who look at it; its
   * routing key is empty. Reads the disk on the caller's thread.
   *
   * @throws NoSuchFileException when nothing was saved
   * @throws IOException when it cannot be read
   */
  public IntegrationConfiguration inspect(String integration) throws IOException {
    if (!saved().contains(integration)) {
      throw new NoSuchFileException(directory.path().resolve(file(integration)).toString());
    }
    try {
      return read(integration, "").configuration();
    } catch (IllegalArgumentException e) {
      throw new IOException(directory.path().resolve(file(integration)) + ": " + e.getMessage(), e);
    }
  }

  /** The integrations of which something was saved. Reads the disk on the caller's thread. */
  public Set<String> saved() throws IOException {
    Set<String> names = new TreeSet<>();
    if (Files.isDirectory(directory.path())) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.path(), "*" + FILE)) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          names.add(name.substring(0, name.length() - FILE.length()));
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    return names;
  }

  private SavedConfiguration read(String integration, String routingKey) throws IOException {
    return format.read(directory.read(file(integration), MAX_FILE), routingKey);
  }

  private String setAside(String integration) {
    try {
      return "it is kept aside as " + directory.setAside(file(integration)).getFileName();
    } catch (IOException e) {
      return "it stays where it is (" + e + ")";
    }
  }

  private static String objection(SavedConfiguration saved, String integration, String routingKey) {
    if (!saved.integration().equals(integration)) {
      return "it was saved for integration '" + saved.integration() + "'";
    }
    return saved.keyDigest().equals(KeyDigest.of(routingKey))
        ? ""
        : "it was saved for another routing key";
  }

  private void change(String integration, Change change) {
    waiting.put(integration, change);
    try {
      executor.execute(() -> next(integration));
    } catch (OutOfMemoryError e) {
      // No thread or no memory: it is still there for the next change.
      log.error(
          "integration '{}': its configuration is not saved now: {}", integration, e.toString());
    } catch (RejectedExecutionException e) {
      waiting.remove(integration, change);
      log.warn(
          "integration '{}': its configuration is not saved, since the host is stopping; the one"
              + " saved before stays",
          integration);
    }
  }

  /** The lock keeps the order when the executor has several threads. */
  private void next(String integration) {
    synchronized (turns.computeIfAbsent(integration, name -> new Object())) {
      Change change = waiting.remove(integration);
      if (change == null) {
        return;
      }
      try {
        ownDirectory();
        change.run();
      } catch (IOException | RuntimeException | Error e) {
        log.error(
            "integration '{}': its configuration cannot be kept in {}: {}; make the directory"
                + " writable, or a host that is started without ThingsBoard will not serve devices",
            integration,
            directory.path(),
            e.toString());
      }
    }
  }

  /** Once, before the first change: who only reads may be another process beside the host. */
  private void ownDirectory() {
    synchronized (directory) {
      if (!owned) {
        owned = true;
        directory.own();
      }
    }
  }

  private static String file(String integration) {
    return integration + FILE;
  }

  /** One change of one file. */
  @FunctionalInterface
  private interface Change {
    void run() throws IOException;
  }
}
