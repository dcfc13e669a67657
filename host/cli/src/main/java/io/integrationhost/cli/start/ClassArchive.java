package io.integrationhost.cli.start;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * The archive of classes of one data directory, with a note beside it: what it was made of, and its
 * checksum, as Java itself does not look whether all of it is as it was written.
 *
 * @param file where it is, or will be
 */
public record ClassArchive(Path file) {

  /** The start script tells by it where it looks. */
  private static final String PROPERTY = "integration-host.archive";

  private static final int FIRST_WITH_CACHE = 25;
  private static final Duration REST = Duration.ofDays(1);
  private static final String FAILED = "failed";

  /** Where the start script looks for it; empty when it was told not to, or this is no service. */
  public static Optional<ClassArchive> ofStart() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of).map(ClassArchive::new);
  }

  /** That of a data directory, for the Java that runs. */
  public static ClassArchive in(Path dataDirectory) {
    String name = isCache() ? "classes.aot" : "classes.jsa";
    return new ClassArchive(dataDirectory.resolve("java").resolve(name));
  }

  /** Whether this Java keeps more than classes, in another form. */
  static boolean isCache() {
    return Runtime.version().feature() >= FIRST_WITH_CACHE;
  }

  Path folder() {
    return file.getParent();
  }

  private Path note() {
    return file.resolveSibling(file.getFileName() + ".made");
  }

  /** Whether it is there and was made of this. */
  public boolean isOf(Fingerprint fingerprint) {
    List<String> note = noted();
    return note.size() == 2 && note.get(0).equals(fingerprint.hex()) && Files.isRegularFile(file);
  }

  /** Whether to make it of this failed not long ago. */
  boolean failedOf(Fingerprint fingerprint, Instant now) {
    List<String> note = noted();
    try {
      return note.size() == 3
          && note.get(0).equals(fingerprint.hex())
          && note.get(1).equals(FAILED)
          && now.isBefore(Instant.parse(note.get(2)).plus(REST));
    } catch (java.time.DateTimeException e) {
      return false;
    }
  }

  /** Whether it is, byte for byte, what was made; reads all of it. */
  boolean isWhole() throws IOException {
    List<String> note = noted();
    return note.size() == 2 && note.get(1).equals(checksum(file));
  }

  /** Puts one that was just made in place, for its owner only. */
  void take(Path made, Fingerprint fingerprint) throws IOException {
    String checksum = checksum(made);
    try (var channel =
        java.nio.channels.FileChannel.open(made, java.nio.file.StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    // Between the two steps there is an archive without a note, which is made again.
    Files.deleteIfExists(note());
    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    write(fingerprint.hex() + "\n" + checksum + "\n");
  }

  void failed(Fingerprint fingerprint, Instant now) throws IOException {
    write(fingerprint.hex() + "\n" + FAILED + "\n" + now + "\n");
  }

  /** Takes it away: the next start goes without. */
  void remove() throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(note());
  }

  private void write(String text) throws IOException {
    Path unfinished = note().resolveSibling(note().getFileName() + ".tmp");
    Files.writeString(unfinished, text, StandardCharsets.US_ASCII);
    Files.move(
        unfinished, note(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private List<String> noted() {
    try {
      return Files.readAllLines(note(), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      // It is made again.
      return List.of();
    }
  }

  private static String checksum(Path file) throws IOException {
    CRC32C sum = new CRC32C();
    try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
      long bytes = in.transferTo(java.io.OutputStream.nullOutputStream());
      return bytes + " " + Long.toHexString(sum.getValue());
    }
  }
}
