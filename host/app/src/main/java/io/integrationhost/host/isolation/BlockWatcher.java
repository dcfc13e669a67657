package io.integrationhost.host.isolation;

import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.IsolationListener;
import io.integrationhost.converter.ScriptBlock;
import io.integrationhost.ground.RateLimitedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the blocks of an engine and their files the same, and lifts what the command {@code
 * converters lift} asks for. Safe for any thread; does its work on the given executor.
 */
public final class BlockWatcher implements IsolationListener, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(BlockWatcher.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration WARNING_PERIOD = Duration.ofMinutes(1);

  private final BlockFolder folder;
  private final ScheduledExecutorService executor;
  private final RateLimitedLog warnings;
  private final Consumer<String> exhausted;
  private volatile Optional<Future<?>> looks = Optional.empty();

  /**
   * A watcher that does nothing yet.
   *
   * @param executor may wait for a disk
   * @param exhausted hears why the process had better end
   */
  public BlockWatcher(
      Path dataDirectory, ScheduledExecutorService executor, Consumer<String> exhausted) {
    this.folder = new BlockFolder(dataDirectory);
    this.executor = executor;
    this.warnings = new RateLimitedLog(System::nanoTime, WARNING_PERIOD);
    this.exhausted = exhausted;
  }

  /** Blocks what was blocked before this start, and begins to look; reads files at once. */
  public void start(ConverterEngine engine) {
    start(engine, INTERVAL);
  }

  void start(ConverterEngine engine, Duration interval) {
    try {
      Set<String> lifted = new HashSet<>(folder.toLift());
      for (BlockFolder.Found found : folder.blocks()) {
        found.problem().ifPresent(problem -> log.warn("{}", problem));
        boolean remains =
            !lifted.contains(found.integration())
                && found.block().map(engine::restore).orElse(true);
        if (!remains) {
          folder.remove(found.integration());
        }
      }
    } catch (IOException | RuntimeException e) {
      log.warn("folder {} cannot be read, so nothing is blocked: {}", folder.path(), e.toString());
    }
    looks =
        Optional.of(
            executor.scheduleWithFixedDelay(
                () -> look(engine),
                interval.toMillis(),
                interval.toMillis(),
                TimeUnit.MILLISECONDS));
  }

  private void look(ConverterEngine engine) {
    try {
      for (String integration : folder.toLift()) {
        // First the file: lifted() removes it too, but only if there was a block.
        folder.remove(integration);
        engine.lift(integration);
      }
    } catch (IOException | RuntimeException e) {
      warnings.warn(
          log, "lift", "folder " + folder.path() + " cannot be read, so no block is lifted: " + e);
    }
  }

  @Override
  public void blocked(ScriptBlock block) {
    later(() -> folder.write(block));
  }

  @Override
  public void lifted(String integration) {
    later(() -> folder.remove(integration));
  }

  @Override
  public void exhausted(String reason) {
    exhausted.accept(reason);
  }

  private interface FileWork {
    void run() throws IOException;
  }

  private void later(FileWork work) {
    try {
      executor.execute(
          () -> {
            try {
              work.run();
            } catch (IOException | RuntimeException e) {
              warnings.warn(
                  log,
                  "file",
                  "a block of scripts cannot be kept in " + folder.path() + " for a restart: " + e);
            }
          });
    } catch (RejectedExecutionException e) {
      log.debug("the host is stopping; a block of scripts is not written down");
    }
  }

  /** Looks no more. */
  @Override
  public void close() {
    looks.ifPresent(look -> look.cancel(false));
  }
}
