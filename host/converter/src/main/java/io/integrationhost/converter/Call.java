package io.integrationhost.converter;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What was asked: one message, and the promise of what it becomes. The {@link Run} of it is made
 * when a worker is free. Besides the promise it is used by one worker.
 */
abstract class Call<T> {
  private final String source;
  private final CompletableFuture<Conversion<T>> result = new CompletableFuture<>();

  /** Null for what nobody counts; set before anybody else knows the call. */
  private ConversionCounts counts;

  /**
   * @param source whom the message came from, for the error budget
   */
  Call(String source) {
    this.source = source;
  }

  /**
   * What the script gets. Made on a worker, within no limit: must be quick.
   *
   * @throws ScriptFailure when the message cannot be given to the script
   */
  abstract ScriptArguments arguments();

  /** The metadata that the script sees; complete after {@link #arguments}. */
  abstract Map<String, String> metadata();

  /**
   * Reads what the script returned.
   *
   * @param output null when the script returned nothing
   * @throws ScriptFailure when the result breaks the rules
   */
  abstract List<T> read(ScriptResult output);

  final String source() {
    return source;
  }

  final CompletionStage<Conversion<T>> result() {
    return result;
  }

  final void countIn(ConversionCounts where) {
    counts = where;
  }

  /** The script of this call has run. */
  final void took(long wallNanos, long cpuNanos) {
    if (counts != null) {
      counts.took(wallNanos, cpuNanos);
    }
  }

  final void complete(Conversion<T> conversion) {
    if (counts != null && !result.isDone()) {
      counts.converted(conversion.items().isEmpty());
    }
    result.complete(conversion);
  }

  final void fail(ConverterException reason) {
    if (counts != null && !result.isDone()) {
      counts.failed(reason.kind());
    }
    result.completeExceptionally(reason);
  }
}
