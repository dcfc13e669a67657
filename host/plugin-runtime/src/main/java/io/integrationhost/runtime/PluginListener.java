package io.integrationhost.runtime;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Told by the thread {@code plugin-watch} that other plugins are installed than before. */
@FunctionalInterface
public interface PluginListener {

  /**
   * Moves to the plugins of the catalog. Copies that are not in it any more still work until the
   * stage completes, so that a transport can go back to one when its successor does not start. Must
   * not block.
   *
   * @return what served before and did not start with a copy of this catalog, in words; empty when
   *     all is well. Otherwise the runtime takes the change back, and tells so by another call
   */
  CompletionStage<List<String>> changed(PluginCatalog catalog);
}
