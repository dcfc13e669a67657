package io.integrationhost.plugins.opcua;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;

/** Waits for answers of a server, on a thread that may. */
final class Await {

  private Await() {}

  /**
   * The answer.
   *
   * @param what is waited for, for people
   * @throws UaException what it failed of, or {@code Bad_Timeout}
   */
  static <T> T answer(String what, CompletionStage<T> stage, Duration most)
      throws UaException, InterruptedException {
    try {
      return stage.toCompletableFuture().get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw UaException.extract(e.getCause())
          .map(known -> new UaException(known.getStatusCode().value(), known.getMessage(), known))
          .orElseGet(() -> new UaException(StatusCodes.Bad_UnexpectedError, e.getCause()));
    } catch (TimeoutException e) {
      throw new UaException(
          StatusCodes.Bad_Timeout, what + ": no answer within " + most.toMillis() + " ms", e);
    }
  }
}
