package io.integrationhost.converter;

import io.integrationhost.entity.EntityData;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One message on its way through a converter. */
record Job(
    byte[] payload, Map<String, String> metadata, CompletableFuture<List<EntityData>> result) {

  void fail(ConverterException reason) {
    result.completeExceptionally(reason);
  }

  @Override
  public String toString() {
    return "job of " + payload.length + " bytes";
  }
}
