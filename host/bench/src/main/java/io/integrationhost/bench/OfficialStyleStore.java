package io.integrationhost.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The official client's storage, held back before it would overflow: the original deletes what was
 * not sent. Success is told as soon as a record is in the writer's buffer. Thread-safe.
 */
final class OfficialStyleStore implements AutoCloseable {

  private static final int MOST_UNDELIVERED =
      OfficialStyleFiles.MOST_RECORDS_PER_FILE * (OfficialStyleFiles.MOST_FILES - 2);

  private final OfficialStyleFiles files;
  private final Queue<Held> waiting = new ArrayDeque<>();
  private int undelivered;
  private boolean closed;

  OfficialStyleStore(Path directory) {
    files = new OfficialStyleFiles(directory);
  }

  CompletionStage<Void> append(byte[] record) {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    synchronized (this) {
      if (undelivered == MOST_UNDELIVERED) {
        waiting.add(new Held(record, stored));
        return stored;
      }
      write(record);
    }
    stored.complete(null);
    return stored;
  }

  synchronized List<byte[]> read(int most) {
    try {
      return closed ? List.of() : files.read(most);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void confirm(int records) {
    List<Held> admitted = new ArrayList<>();
    synchronized (this) {
      try {
        files.confirm();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      undelivered -= records;
      while (undelivered < MOST_UNDELIVERED && !waiting.isEmpty()) {
        Held next = waiting.remove();
        write(next.record());
        admitted.add(next);
      }
    }
    admitted.forEach(each -> each.stored().complete(null));
  }

  private void write(byte[] record) {
    try {
      files.write(record);
      undelivered++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Held(byte[] record, CompletableFuture<Void> stored) {}
}
