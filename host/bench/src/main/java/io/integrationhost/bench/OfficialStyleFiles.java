package io.integrationhost.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;

/**
 * Storage as the official client has it (facts 3.3, its default limits): records as Base64 lines in
 * small text files, flushed every few records and before each read, never synced; the read position
 * in a file that is written anew after each batch; the oldest file deleted when there are too many.
 * A reference for this benchmark, nothing more. Guarded by its store.
 */
final class OfficialStyleFiles implements AutoCloseable {

  static final int MOST_RECORDS_PER_FILE = 30;
  static final int MOST_FILES = 100;

  private static final int RECORDS_BETWEEN_FLUSHES = 10;

  private final Path directory;
  private final Deque<Path> files = new ArrayDeque<>();
  private final Deque<Path> unread = new ArrayDeque<>();
  private BufferedWriter writer;
  private int written = MOST_RECORDS_PER_FILE;
  private int unflushed;
  private long lastName;
  private BufferedReader reader;
  private Path reading;
  private int read = MOST_RECORDS_PER_FILE;

  OfficialStyleFiles(Path directory) {
    this.directory = directory;
  }

  void write(byte[] record) throws IOException {
    if (written == MOST_RECORDS_PER_FILE) {
      nextFile();
    }
    writer.write(Base64.getEncoder().encodeToString(record));
    writer.newLine();
    written++;
    unflushed++;
    if (unflushed == RECORDS_BETWEEN_FLUSHES) {
      flush();
    }
  }

  List<byte[]> read(int most) throws IOException {
    flush();
    List<byte[]> records = new ArrayList<>(most);
    while (records.size() < most) {
      if (read == MOST_RECORDS_PER_FILE && !openNext()) {
        break;
      }
      String line = reader.readLine();
      if (line == null) {
        break;
      }
      records.add(Base64.getDecoder().decode(line));
      read++;
    }
    return records;
  }

  /** What was read has been delivered. */
  void confirm() throws IOException {
    Files.writeString(
        directory.resolve("state_file.txt"),
        "{\"position\":%d,\"file\":\"%s\"}".formatted(read, reading.getFileName()));
  }

  private void flush() throws IOException {
    if (unflushed > 0) {
      writer.flush();
      unflushed = 0;
    }
  }

  /** Names are times; two files of one millisecond, which the original refuses, are told apart. */
  private void nextFile() throws IOException {
    if (writer != null) {
      writer.close();
      unflushed = 0;
    }
    lastName = Math.max(System.currentTimeMillis(), lastName + 1);
    Path file = directory.resolve("data_" + lastName + ".txt");
    writer = Files.newBufferedWriter(file);
    written = 0;
    files.add(file);
    unread.add(file);
    while (files.size() > MOST_FILES) {
      Files.delete(files.remove());
    }
  }

  private boolean openNext() throws IOException {
    if (unread.isEmpty()) {
      return false;
    }
    if (reader != null) {
      reader.close();
    }
    reading = unread.remove();
    reader = Files.newBufferedReader(reading);
    read = 0;
    return true;
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
    if (reader != null) {
      reader.close();
    }
  }
}
