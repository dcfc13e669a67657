package io.integrationhost.host.deadletter;

import io.integrationhost.host.store.PrivateDirectory;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The letters of one integration, or those of them that wait to be delivered again. Another process
 * may change the folder at any time, so a letter may be gone whenever it is looked for.
 */
final class LetterFolder {

  /** The largest item or payload is 4 MiB; both in base64 are far below. */
  private static final int MAX_FILE = 32 << 20;

  private static final String LETTERS = "dead-letters";
  private static final String REPLAY = "replay";
  private static final String SUFFIX = ".json";

  private final PrivateDirectory directory;
  private final LetterFormat format = new LetterFormat();

  private LetterFolder(Path directory) {
    this.directory = new PrivateDirectory(directory, "items and payloads of devices");
  }

  static Path all(Path dataDirectory) {
    return dataDirectory.resolve(LETTERS);
  }

  static LetterFolder of(Path dataDirectory, String integration) {
    return new LetterFolder(all(dataDirectory).resolve(integration));
  }

  /** The letters that a running host is to deliver again. */
  LetterFolder replay() {
    return new LetterFolder(directory.path().resolve(REPLAY));
  }

  Path path() {
    return directory.path();
  }

  /** Creates both folders, so that they belong to the host's user whoever asks for a replay. */
  void prepare() throws IOException {
    directory.create();
    replay().directory.create();
    directory.own();
    replay().directory.own();
  }

  /** All letters with the sizes of their files, in order; none if there is no folder. */
  NavigableMap<LetterId, Long> sizes() throws IOException {
    NavigableMap<LetterId, Long> sizes = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path(), "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        Optional<LetterId> id = LetterId.parse(name.substring(0, name.length() - SUFFIX.length()));
        if (id.isPresent()) {
          size(file).ifPresent(size -> sizes.put(id.get(), size));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new TreeMap<>();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return sizes;
  }

  /** When letters came or went last; empty while there is no folder. */
  Optional<FileTime> changedAt() throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(path()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  boolean holds(LetterId id) {
    return Files.exists(file(id));
  }

  byte[] encode(LetterId id, DeadLetter letter) {
    return format.write(id, letter);
  }

  void write(LetterId id, byte[] encoded) throws IOException {
    directory.write(id.text() + SUFFIX, encoded);
  }

  /** The letter, or what is wrong with its file; empty if it is gone. */
  Optional<Reading> read(LetterId id) {
    try {
      return Optional.of(
          new Reading.Intact(format.read(directory.read(id.text() + SUFFIX, MAX_FILE))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(new Reading.Damaged("file " + file(id) + ": " + e.getMessage()));
    }
  }

  /** Whether there was anything to remove. */
  boolean remove(LetterId id) throws IOException {
    return Files.deleteIfExists(file(id));
  }

  /** Moves a letter to another folder of the same integration; false if it is gone. */
  boolean move(LetterId id, LetterFolder other) throws IOException {
    other.directory.create();
    try {
      Files.move(file(id), other.file(id), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Path file(LetterId id) {
    return path().resolve(id.text() + SUFFIX);
  }

  private static Optional<Long> size(Path file) throws IOException {
    try {
      return Optional.of(Files.size(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
