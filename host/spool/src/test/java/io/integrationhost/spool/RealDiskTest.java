package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDiskTest {

  private static final SpoolOptions OPTIONS = SpoolOptions.ofSize(1 << 20).withSegmentBytes(4096);

  private final RealDisk disk = new RealDisk();

  @TempDir private Path directory;

  @Test
  void namesOfFilesAreTheSameInEveryLanguage() throws Exception {
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG"));
    try {
      try (SpoolStore open = SpoolStore.open(directory.resolve("spool"))) {
        append(open.open("yard", OPTIONS));
      }
      try (Stream<Path> all = Files.walk(directory)) {
        assertThat(all.map(path -> path.getFileName().toString()))
            .filteredOn(name -> name.endsWith(".segment") || name.endsWith(".journal"))
            .isNotEmpty()
            .allMatch(name -> name.matches("[0-9]{20}\\.[a-z]+"));
      }
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
  }

  @Test
  void onlyTheOwnerReadsWhatTheSpoolHolds() throws Exception {
    assumePosix();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path store = directory.resolve("spool");
    try (SpoolStore open = SpoolStore.open(store)) {
      append(open.open("yard", OPTIONS));
      append(open.open("hall", OPTIONS));
      assertThat(rights(store)).containsOnly("rwx------", "rw-------");
    }
    assertThat(rights(directory)).startsWith("rwxr-xr-x");
  }

  @Test
  void whatAnEarlierBuildLeftIsTheOwnersToo() throws Exception {
    assumePosix();
    Path store = directory.resolve("spool");
    try (SpoolStore open = SpoolStore.open(store)) {
      append(open.open("yard", OPTIONS));
      append(open.open("removed from the settings", OPTIONS));
    }
    try (Stream<Path> all = Files.walk(store)) {
      for (Path path : all.toList()) {
        String open = Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--";
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(open));
      }
    }
    try (SpoolStore open = SpoolStore.open(store)) {
      assertThat(open).isNotNull();
      assertThat(rights(store)).containsOnly("rwx------", "rw-------");
    }
  }

  @Test
  void aRefusedLockLeavesTheOneThatIsHeld() throws Exception {
    Path path = directory.resolve("lock");
    Closeable held = disk.lock(path);
    assertThat(held).isNotNull();
    assertThat(disk.lock(path)).isNull();
    assertThat(disk.lock(directory.resolve("../" + directory.getFileName() + "/lock"))).isNull();
    assertThat(isFreeForAnotherProcess(path)).isFalse();
    held.close();
    assertThat(isFreeForAnotherProcess(path)).isTrue();
    Closeable again = disk.lock(path);
    assertThat(again).isNotNull();
    again.close();
  }

  @Test
  void onlyAFileThatIsNotThereCountsAsMissing() throws Exception {
    Path file = directory.resolve("file");
    Path nothing = file.resolve("below");
    assertThatThrownBy(() -> disk.openToRead(file)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> disk.open(file)).isInstanceOf(NoSuchFileException.class);
    assertThat(disk.exists(file)).isFalse();
    disk.create(file).close();
    assertThatThrownBy(() -> disk.openToRead(nothing))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> disk.exists(nothing)).isInstanceOf(IOException.class);
    Object before = disk.identity(file).orElseThrow();
    assertThat(disk.identity(file)).contains(before);
    try (DiskFile open = disk.openToRead(file)) {
      disk.delete(file);
      disk.create(file).close();
      assertThat(disk.identity(file)).isPresent().isNotEqualTo(java.util.Optional.of(before));
      assertThat(open.size()).isZero();
    }
  }

  @Test
  void aLargeRecordIsWrittenInParts() throws Exception {
    byte[] content = Opened.content(1);
    ByteBuffer large = ByteBuffer.allocate(3 << 20);
    large.position(large.capacity() - content.length).put(content).flip();
    Path path = directory.resolve("file");
    try (DiskFile file = disk.create(path)) {
      assertThat(file.write(large.duplicate(), 0)).isEqualTo(128 << 10);
      file.writeFully(large, 0);
      file.force();
    }
    byte[] written = Files.readAllBytes(path);
    assertThat(written).hasSize(3 << 20).endsWith(content);
  }

  private static void append(ReadingLog spool) throws Exception {
    long unusedPosition = spool.append(new byte[5]).toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private void assumePosix() {
    assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
  }

  /** Of the directory and all that is in it, with the directory first. */
  private static List<String> rights(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.map(RealDiskTest::rightsOf).toList();
    }
  }

  private static String rightsOf(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static boolean isFreeForAnotherProcess(Path lock) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LockTaker.class.getName(),
                lock.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() == 0;
  }

  /** Ends with 0 when it gets the lock. */
  static final class LockTaker {

    private LockTaker() {}

    public static void main(String[] arguments) throws IOException {
      System.exit(new RealDisk().lock(Path.of(arguments[0])) == null ? 1 : 0);
    }
  }
}
