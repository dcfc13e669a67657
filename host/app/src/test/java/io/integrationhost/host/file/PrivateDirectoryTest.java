package io.integrationhost.host.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
