package io.integrationhost.cli.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FreeMemoryTest {

  @TempDir private Path root;

  @BeforeEach
  void makeMachine() throws IOException {
    write("proc/meminfo", "MemTotal: 2000000 kB\nMemFree: 10 kB\nMemAvailable:   1000 kB\n");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private long bytes() {
    return new FreeMemory(root).bytes();
  }

  @Test
  void isWhatTheMachineCanGive() {
    assertThat(bytes()).isEqualTo(1_024_000);
  }

  @Test
  void isWhatTheTightestGroupLeaves() throws IOException {
    write("proc/self/cgroup", "0::/system.slice/host.service\n");
    write("sys/fs/cgroup/system.slice/memory.max", "500000\n");
    write("sys/fs/cgroup/system.slice/memory.current", "450000\n");
    write("sys/fs/cgroup/system.slice/memory.stat", "anon 400000\ninactive_file 20000\n");
    write("sys/fs/cgroup/system.slice/host.service/memory.max", "max\n");
    write("sys/fs/cgroup/system.slice/host.service/memory.current", "400000\n");
    assertThat(bytes()).isEqualTo(70_000);
  }

  @Test
  void seesALimitFromInsideAContainerOfTheOlderKind() throws IOException {
    write("proc/self/cgroup", "3:cpu:/docker/a\n5:memory:/docker/abc\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "300000\n");
    write("sys/fs/cgroup/memory/memory.usage_in_bytes", "290000\n");
    write("sys/fs/cgroup/memory/memory.stat", "inactive_file 1\ntotal_inactive_file 5000\n");
    assertThat(bytes()).isEqualTo(15_000);
  }

  @Test
  void aSystemThatTellsNothingHasEnough() {
    assertThat(new FreeMemory(root.resolve("none")).bytes()).isGreaterThan(ArchiveRun.MEMORY);
  }
}
