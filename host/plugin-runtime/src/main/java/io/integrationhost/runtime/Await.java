package io.integrationhost.runtime;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Waits for the outcome of calls into plugins, each of which has a deadline and so ends by itself.
 * For threads of the application only, never for those of this module.
 */
final class Await {

  private Await() {}

  static <T> T result(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw PluginFailure.in(e);
    }
  }
}
