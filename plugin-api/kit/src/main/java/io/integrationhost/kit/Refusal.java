package io.integrationhost.kit;

import io.integrationhost.plugin.TransportException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Failures of transports by what the host may do about them. Messages are for operators. */
public final class Refusal {

  private Refusal() {}

  /**
   * The slice is wrong.
   *
   * @param message what is wrong, where, and what to do
   * @return to be thrown
   */
  public static TransportException configuration(String message) {
    return new TransportException(TransportException.Kind.CONFIGURATION, message);
  }

  /**
   * Something outside is missing now: the host tries again.
   *
   * @param message what is missing and what to do
   * @return to be thrown
   */
  public static TransportException unavailable(String message) {
    return new TransportException(TransportException.Kind.UNAVAILABLE, message);
  }

  /**
   * This one request cannot be served, now or later.
   *
   * @param message why
   * @return to be thrown
   */
  public static TransportException rejected(String message) {
    return new TransportException(TransportException.Kind.REJECTED, message);
  }

  /**
   * {@link #rejected} as a failed stage.
   *
   * @param message why
   * @param <T> of the stage
   * @return failed
   */
  public static <T> CompletionStage<T> reject(String message) {
    return CompletableFuture.failedFuture(rejected(message));
  }

  /**
   * {@link #unavailable} as a failed stage.
   *
   * @param message what is missing
   * @param <T> of the stage
   * @return failed
   */
  public static <T> CompletionStage<T> notNow(String message) {
    return CompletableFuture.failedFuture(unavailable(message));
  }
}
