package io.integrationhost.host.integration;

import io.integrationhost.runtime.PluginCatalog;
import io.integrationhost.runtime.PluginListener;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Brings changes of the installed plugins to all integrations. Safe for any thread. */
public final class PluginChanges implements PluginListener {

  private final Supplier<? extends Collection<RunningIntegration>> integrations;

  /**
   * For the integrations of a host.
   *
   * @param integrations those that run at the time of a change
   */
  public PluginChanges(Supplier<? extends Collection<RunningIntegration>> integrations) {
    this.integrations = integrations;
  }

  @Override
  public CompletionStage<List<String>> changed(PluginCatalog catalog) {
    List<CompletableFuture<Optional<String>>> moves =
        integrations.get().stream()
            .map(each -> each.pluginsChanged().toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(moves.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> moves.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList());
  }
}
