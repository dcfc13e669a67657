package io.integrationhost.host.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class PrivateDirectoryTest {

  @TempDir private Path parent;

  @Test
  void writesReadsReplacesAndRemoves() throws IOException {
    PrivateDirectory directory = new PrivateDirectory(parent.resolve("a/b"), "things");
    directory.write("file", "first".getBytes(UTF_8));
    directory.write("file", "second".getBytes(UTF_8));

    assertThat(directory.read("file", 6)).asString(UTF_8).isEqualTo("second");
    assertThatThrownBy(() -> directory.read("file", 5)).hasMessageContaining("more than 5 bytes");
    directory.remove("file");
    assertThatThrownBy(() -> directory.read("file", 5)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void whatACrashLeftIsInNobodysWay() throws IOException {
    PrivateDirectory directory = new PrivateDirectory(parent, "things");
    Path remains = Files.writeString(parent.resolve("file.tmp"), "half");
    directory.write("file", new byte[1]);
    assertThat(remains).doesNotExist();

    Files.writeString(remains, "half");
    directory.removeUnfinished();
    assertThat(remains).doesNotExist();
    assertThat(directory.read("file", 1)).hasSize(1);
    new PrivateDirectory(parent.resolve("none"), "things").removeUnfinished();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void takesTheRightsOfOthersAway() throws IOException {
    PrivateDirectory directory = new PrivateDirectory(parent.resolve("open"), "things");
    directory.write("file", new byte[1]);
    Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwxr-xr-x"));
    Path file = directory.path().resolve("file");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--rw-r--"));
    Files.createSymbolicLink(directory.path().resolve("nowhere"), Path.of("gone"));

    directory.own();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("r--------");
  }

  @Test
  void keepsTheLastDamagedFiles() throws IOException {
    PrivateDirectory directory = new PrivateDirectory(parent, "things");
    for (int i = 0; i < 30; i++) {
      directory.write("file" + i, new byte[] {(byte) i});
      Files.setLastModifiedTime(parent.resolve("file" + i), FileTime.fromMillis(1_000L * i));
      assertThat(directory.setAside("file" + i)).exists();
    }
    try (Stream<Path> files = Files.list(parent)) {
      assertThat(files)
          .hasSize(10)
          .allMatch(file -> file.getFileName().toString().endsWith(".damaged"));
    }
    assertThat(parent.resolve("file20.damaged")).exists();
    assertThat(parent.resolve("file29.damaged")).hasBinaryContent(new byte[] {29});
  }

  @Test
  void aFailedWriteKeepsTheFormerFile() throws IOException {
    PrivateDirectory directory = new PrivateDirectory(parent, "things");
    directory.write("file", new byte[1]);
    Files.createDirectories(parent.resolve("file.tmp").resolve("in the way"));

    assertThatThrownBy(() -> directory.write("file", new byte[2])).isInstanceOf(IOException.class);
    assertThat(directory.read("file", 2)).hasSize(1);
  }

  @Test
  void worksWhereThereAreNoPermissions() throws IOException {
    try (FileSystem plain =
        FileSystems.newFileSystem(parent.resolve("plain.zip"), Map.of("create", "true"))) {
      assertThat(plain.supportedFileAttributeViews()).doesNotContain("posix");
      PrivateDirectory directory = new PrivateDirectory(plain.getPath("/things"), "things");
      directory.write("file", new byte[1]);
      directory.write("file", new byte[2]);
      assertThat(directory.read("file", 2)).hasSize(2);
    }
  }
}
