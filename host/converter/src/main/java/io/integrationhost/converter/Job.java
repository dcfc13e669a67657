package io.integrationhost.converter;

import java.util.concurrent.CompletableFuture;

/**
 * One message on its way through a converter.
 *
 * @param source whom the message came from, for the error budget
 */
record Job<T>(Call<T> call, String source, CompletableFuture<Conversion<T>> result) {

  void fail(ConverterException reason) {
    result.completeExceptionally(reason);
  }
}
