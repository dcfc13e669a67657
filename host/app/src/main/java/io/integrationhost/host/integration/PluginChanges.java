package io.integrationhost.host.integration;

import io.integrationhost.runtime.PluginCatalog;
import io.integrationhost.runtime.PluginListener;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings changes of the installed plugins to all integrations. Safe for any thread. */
public final class PluginChanges implements PluginListener {

  private static final Logger log = LoggerFactory.getLogger(PluginChanges.class);

  private final Supplier<? extends Collection<RunningIntegration>> integrations;

  /**
   * For the integrations of a host.
   *
   * @param integrations those that run at the time of a change
   */
  public PluginChanges(Supplier<? extends Collection<RunningIntegration>> integrations) {
    this.integrations = integrations;
  }

  /** A failure of the host in one integration says nothing about the plugin, nor the others. */
  private static CompletableFuture<Optional<String>> move(RunningIntegration integration) {
    CompletionStage<Optional<String>> move;
    try {
      move = integration.pluginsChanged();
    } catch (RuntimeException | Error e) {
      move = CompletableFuture.failedFuture(e);
    }
    return move.exceptionally(
            problem -> {
              log.error(
                  "integration '{}' could not be told of other plugins",
                  integration.name(),
                  problem);
              return Optional.empty();
            })
        .toCompletableFuture();
  }

  @Override
  public CompletionStage<List<String>> changed(PluginCatalog catalog) {
    List<CompletableFuture<Optional<String>>> moves =
        integrations.get().stream().map(PluginChanges::move).toList();
    return CompletableFuture.allOf(moves.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> moves.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList());
  }
}
