package io.integrationhost.plugins.opcua;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaServiceFaultException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/** Waits for answers of a server, on a thread that may. */
final class Await {

  private static final Set<Long> OF_THE_SESSION =
      Set.of(
          StatusCodes.Bad_SessionIdInvalid,
          StatusCodes.Bad_SessionClosed,
          StatusCodes.Bad_SessionNotActivated,
          StatusCodes.Bad_SecureChannelIdInvalid,
          StatusCodes.Bad_SecureChannelClosed,
          StatusCodes.Bad_ServerNotConnected,
          StatusCodes.Bad_ServerHalted,
          StatusCodes.Bad_Shutdown,
          StatusCodes.Bad_Timeout);

  private static final Set<Long> TOO_MUCH =
      Set.of(
          StatusCodes.Bad_TooManyOperations,
          StatusCodes.Bad_ResponseTooLarge,
          StatusCodes.Bad_RequestTooLarge,
          StatusCodes.Bad_EncodingLimitsExceeded,
          StatusCodes.Bad_NoContinuationPoints);

  private Await() {}

  /**
   * Whether the server has answered that it does not do what was asked, and the session is well: it
   * was not done, and others may be asked for.
   */
  static boolean isRefusal(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof UaServiceFaultException fault) {
        return !OF_THE_SESSION.contains(fault.getStatusCode().value());
      }
    }
    return false;
  }

  /** Whether it would do less of it at once. */
  static boolean isTooMuch(StatusCode status) {
    return TOO_MUCH.contains(status.value());
  }

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
