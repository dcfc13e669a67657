package io.integrationhost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TemporaryDirectoryTest {

  @Test
  void isGoneAlthoughAThreadStillWritesIntoIt() throws Exception {
    TemporaryDirectory directory = new TemporaryDirectory("test");
    Path path = directory.path();
    CountDownLatch writing = new CountDownLatch(1);
    Thread late =
        new Thread(
            () -> {
              long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
              for (int i = 0; System.nanoTime() - end < 0; i++) {
                write(path.resolve("sub" + i % 50));
                writing.countDown();
              }
            },
            "late writer");
    late.start();
    assertThat(writing.await(30, TimeUnit.SECONDS)).isTrue();
    directory.close();
    late.join();
    directory.close();
    assertThat(path).doesNotExist();
  }

  private static void write(Path folder) {
    try {
      Files.createDirectory(folder);
      Files.writeString(folder.resolve("file"), "x");
    } catch (IOException e) {
      // The directory is being removed meanwhile.
      return;
    }
  }
}
