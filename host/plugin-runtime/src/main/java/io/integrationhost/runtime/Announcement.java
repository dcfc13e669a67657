package io.integrationhost.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener of another catalog and waits for what becomes of it, but not for ever. */
final class Announcement {

  private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);

  private final Duration patience;
  private final CompletableFuture<List<String>> end = new CompletableFuture<>();
  private volatile Optional<PluginListener> listener = Optional.empty();

  Announcement(Deadlines deadlines) {
    // A change may have to wait for another one, and each may go forth and back.
    this.patience =
        deadlines
            .create()
            .plus(deadlines.start())
            .plus(deadlines.stop())
            .multipliedBy(4)
            .plusSeconds(10);
  }

  void to(PluginListener told) {
    listener = Optional.of(told);
  }

  /** What does not serve with the new catalog although it served before. */
  List<String> announce(PluginCatalog catalog) {
    return listener.map(told -> announce(catalog, told)).orElse(List.of());
  }

  private List<String> announce(PluginCatalog catalog, PluginListener told) {
    try {
      CompletableFuture<List<String>> answer = told.changed(catalog).toCompletableFuture();
      return answer
          .applyToEither(end, failures -> failures)
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn(
          "not everything has moved to the new plugins within {} s; going on without",
          patience.toSeconds());
    } catch (ExecutionException e) {
      LOG.error("the move to the new plugins failed", e.getCause());
    } catch (RuntimeException | Error e) {
      LOG.error("the move to the new plugins could not begin", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.of();
  }

  /** Waits for nothing any more. */
  void end() {
    end.complete(List.of());
  }
}
