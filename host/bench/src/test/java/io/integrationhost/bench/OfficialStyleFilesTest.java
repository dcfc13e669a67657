package io.integrationhost.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OfficialStyleFilesTest {

  @TempDir private Path directory;

  @Test
  void givesBackWhatWasWrittenAndKeepsALimitedNumberOfFiles() throws IOException {
    int count = OfficialStyleFiles.MOST_RECORDS_PER_FILE * (OfficialStyleFiles.MOST_FILES + 2);
    List<Byte> read = new ArrayList<>();
    try (OfficialStyleFiles files = new OfficialStyleFiles(directory)) {
      for (int i = 0; i < count; i++) {
        files.write(new byte[] {(byte) i});
        if (i % 7 == 0) {
          files.read(10).forEach(record -> read.add(record[0]));
          files.confirm();
        }
      }
      files.read(10).forEach(record -> read.add(record[0]));
    }
    assertThat(read).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(read.get(i)).isEqualTo((byte) i);
    }
    try (Stream<Path> kept = Files.list(directory)) {
      assertThat(kept.filter(file -> file.getFileName().toString().startsWith("data_")))
          .hasSize(OfficialStyleFiles.MOST_FILES);
    }
    assertThat(directory.resolve("state_file.txt")).content().contains("\"position\":");
  }
}
