package io.integrationhost.host.integration;

import io.integrationhost.host.settings.IntegrationSettings;
import io.integrationhost.host.settings.LiveSettings;
import io.integrationhost.host.settings.SettingsChange;
import io.integrationhost.host.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the settings' files at intervals and hands over what they ask for. Settings with a
 * problem change nothing and are reported once.
 */
public final class SettingsFollower implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SettingsFollower.class);
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final LiveSettings settings;
  private final Predicate<List<IntegrationSettings>> change;
  private final LongSupplier nanoTime;
  private volatile ReloadFigures figures;
  private final Future<?> looks;
  private Optional<Unfinished> unfinished = Optional.empty();

  /** What could not be done completely, and when it was tried, which no clock that is set moves. */
  private record Unfinished(List<IntegrationSettings> wanted, long triedAt) {}

  /**
   * Begins to look.
   *
   * @param change brings the integrations about; may wait, and answers whether that is complete
   * @param executor one thread that may wait
   * @param nanoTime as of {@link System#nanoTime}
   */
  public SettingsFollower(
      LiveSettings settings,
      Duration interval,
      Predicate<List<IntegrationSettings>> change,
      ScheduledExecutorService executor,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.change = change;
    this.nanoTime = nanoTime;
    this.figures = new ReloadFigures(0, 0, true, Instant.now());
    this.looks =
        executor.scheduleWithFixedDelay(
            this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    log.info("changes of {} take effect while the host runs", names());
  }

  private void look() {
    try {
      Optional<SettingsChange> found = settings.look();
      if (found.isPresent()) {
        changed(found.get());
      } else {
        unfinished
            .filter(task -> nanoTime.getAsLong() - task.triedAt() >= AGAIN.toNanos())
            .ifPresent(task -> apply(task.wanted()));
      }
    } catch (SettingsException e) {
      figures =
          new ReloadFigures(
              figures.applied(), figures.rejected() + 1, false, figures.lastSuccess());
      e.problems().forEach(problem -> log.error("{}", problem));
      log.error(
          "{} problem(s) in the changed settings; nothing was changed, the host goes on with the"
              + " former ones",
          e.problems().size());
    } catch (RuntimeException | Error e) {
      // A look that throws would be the last one.
      log.error("the settings cannot be followed now; trying again", e);
    }
  }

  private void changed(SettingsChange found) {
    log.info("the settings have changed: {}", names());
    figures = new ReloadFigures(figures.applied() + 1, figures.rejected(), true, Instant.now());
    if (!found.later().isEmpty()) {
      log.warn("takes effect at the next start: {}", String.join(", ", found.later()));
    }
    apply(found.integrations());
  }

  private void apply(List<IntegrationSettings> wanted) {
    unfinished = Optional.of(new Unfinished(wanted, nanoTime.getAsLong()));
    if (change.test(wanted)) {
      unfinished = Optional.empty();
      log.info("the settings of now are in use");
    }
  }

  /** What became of the changes until now. Any thread. */
  public ReloadFigures figures() {
    return figures;
  }

  private String names() {
    return settings.files().stream().map(Path::toString).collect(Collectors.joining(", "));
  }

  /** Looks no more; does not wait for what is under way. */
  @Override
  public void close() {
    looks.cancel(false);
  }
}
