package io.integrationhost.host.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of small files, readable by the owner only where the file system knows permissions of
 * that kind (POSIX). Does its work on the caller's thread. Safe for any thread as long as no two
 * write a file of the same name at the same time.
 */
public final class PrivateDirectory {

  private static final Logger log = LoggerFactory.getLogger(PrivateDirectory.class);
  private static final String UNFINISHED = ".tmp";
  private static final String DAMAGED = ".damaged";
  private static final int MOST_DAMAGED = 10;
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private final Path path;
  private final String content;
  private final boolean posix;
  private final AtomicBoolean warned = new AtomicBoolean();
  private final AtomicBoolean unsynced = new AtomicBoolean();

  /**
   * A directory, which need not exist yet.
   *
   * @param content what the files hold, for the warning that others may read them
   */
  public PrivateDirectory(Path path, String content) {
    this.path = path;
    this.content = content;
    this.posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  public Path path() {
    return path;
  }

  /** Creates the directory where it is missing; one that exists stays as it is. */
  public void create() throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    if (!posix && !warned.getAndSet(true)) {
      log.warn(
          "the file system of {} has no owner-only permissions, and the directory will hold {};"
              + " let only the host's user read it",
          path,
          content);
    }
    Files.createDirectories(path, ownerOnly(DIRECTORY));
  }

  /**
   * Takes the rights of all others away from the directory and its files, if there are any, and
   * removes what a crash cut short: an earlier build or somebody else may have made them. What
   * cannot be changed is logged.
   */
  public void own() {
    if (!Files.isDirectory(path)) {
      return;
    }
    try {
      removeUnfinished();
      if (posix) {
        restrict(path, DIRECTORY);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, Files::isRegularFile)) {
          for (Path file : files) {
            restrict(file, FILE);
          }
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      log.warn(
          "{} holds {}, and whether only the host's user may read it could not be seen to ({});"
              + " check owner and rights",
          path,
          content,
          e.toString());
    }
  }

  private static void restrict(Path file, Set<PosixFilePermission> most) throws IOException {
    try {
      Set<PosixFilePermission> now =
          Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .permissions();
      if (!most.containsAll(now)) {
        Set<PosixFilePermission> kept = EnumSet.copyOf(most);
        kept.retainAll(now);
        Files.setPosixFilePermissions(file, kept);
      }
    } catch (NoSuchFileException e) {
      log.trace("gone meanwhile: {}", file);
    }
  }

  /**
   * Keeps a damaged file for people who want to know what happened, under a name that nothing here
   * reads; of such files the last few are kept.
   *
   * @return where it is now
   */
  public Path setAside(String name) throws IOException {
    Path damaged = path.resolve(name + DAMAGED);
    Files.move(
        path.resolve(name),
        damaged,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    NavigableMap<FileTime, Path> byTime = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + DAMAGED)) {
      for (Path file : files) {
        if (!file.equals(damaged)) {
          Path sameTime = byTime.put(Files.getLastModifiedTime(file), file);
          if (sameTime != null) {
            Files.deleteIfExists(sameTime);
          }
        }
      }
    }
    while (byTime.size() >= MOST_DAMAGED) {
      Files.deleteIfExists(byTime.pollFirstEntry().getValue());
    }
    return damaged;
  }

  /**
   * Puts a file in place of the former one, at once: whoever reads gets the whole former or the
   * whole new content, even after a crash.
   */
  public void write(String name, byte[] bytes) throws IOException {
    create();
    Path unfinished = path.resolve(name + UNFINISHED);
    Files.deleteIfExists(unfinished);
    try (SeekableByteChannel out = Files.newByteChannel(unfinished, NEW, ownerOnly(FILE))) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      if (out instanceof FileChannel file) {
        file.force(true);
      }
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    Files.move(
        unfinished,
        path.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    sync();
  }

  /** Without it a power cut may undo what is in the directory, though not what is in the file. */
  private void sync() {
    if (!posix) {
      return;
    }
    try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
      directory.force(true);
    } catch (IOException e) {
      // Some file systems refuse; the file itself is safe.
      if (!unsynced.getAndSet(true)) {
        log.warn(
            "{} cannot be synced ({}): a power cut may undo the last files", path, e.toString());
      }
    }
  }

  /**
   * The content of a file.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   * @throws IOException if it cannot be read or has more than so many bytes
   */
  public byte[] read(String name, int maxBytes) throws IOException {
    Path file = path.resolve(name);
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new IOException("it has more than " + maxBytes + " bytes");
      }
      return bytes;
    }
  }

  /** Removes a file, if there is one, and what a crash may have left of a later one. */
  public void remove(String name) throws IOException {
    Files.deleteIfExists(path.resolve(name + UNFINISHED));
    Files.deleteIfExists(path.resolve(name));
  }

  /** Removes what writes left behind that a crash cut short. */
  public void removeUnfinished() throws IOException {
    if (!Files.isDirectory(path)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*" + UNFINISHED)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  private FileAttribute<?>[] ownerOnly(Set<PosixFilePermission> permissions) {
    FileAttribute<?>[] attributes = {PosixFilePermissions.asFileAttribute(permissions)};
    return posix ? attributes : Arrays.copyOf(attributes, 0);
  }
}
