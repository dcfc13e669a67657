package io.integrationhost.spool;

import java.util.concurrent.CompletableFuture;

/** A record that is to be stored, and who waits for it. */
record Append(byte[] record, CompletableFuture<Long> stage) {

  Append(byte[] record) {
    this(record, new CompletableFuture<>());
  }

  int frameBytes() {
    return Frame.OVERHEAD + record.length;
  }
}
