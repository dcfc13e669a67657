package io.integrationhost.cli.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.integrationhost.cli.check.ListeningPort.Protocol;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PortsTest {

  @TempDir private Path directory;

  private final OpenFiles open = new OpenFiles();
  private final long self = ProcessHandle.current().pid();

  private static ListeningPort port(Protocol protocol, int number) {
    return new ListeningPort(protocol, Optional.empty(), number, "port");
  }

  @Test
  void findsWhoListensAndWhoHasAFileOpen() throws IOException {
    assumeThat(Path.of("/proc/net/tcp")).exists();
    Path file = Files.createFile(directory.resolve("lock"));
    assertThat(open.holder(file)).isEmpty();
    try (ServerSocket tcp = new ServerSocket(0);
        DatagramSocket udp = new DatagramSocket(0);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThat(open.holder(port(Protocol.TCP, tcp.getLocalPort()))).contains(self);
      assertThat(open.holder(port(Protocol.UDP, udp.getLocalPort()))).contains(self);
      assertThat(channel.isOpen()).isTrue();
      assertThat(open.holder(file)).contains(self);
    }
    assertThat(OpenFiles.describe(self)).startsWith("process " + self + " (").contains("java");
  }

  @Test
  void findsNothingWhereTheSystemTellsNothing() {
    OpenFiles silent = new OpenFiles(directory.resolve("nowhere"));
    assertThat(silent.holder(directory)).isEmpty();
    assertThat(silent.holder(port(Protocol.TCP, 1))).isEmpty();
  }

  @Test
  void portsOfDifferentAddressesExcludeEachOtherOnlyWhereTheyMeet() {
    ListeningPort all = port(Protocol.TCP, 1);
    ListeningPort local = of("127.0.0.1");
    assertThat(all.excludes(local)).isTrue();
    assertThat(of("0.0.0.0").excludes(local)).isTrue();
    assertThat(of("localhost").excludes(local)).isTrue();
    assertThat(of("127.0.0.2").excludes(local)).isFalse();
    assertThat(port(Protocol.UDP, 1).excludes(all)).isFalse();
    assertThat(port(Protocol.TCP, 2).excludes(all)).isFalse();
  }

  private static ListeningPort of(String address) {
    return new ListeningPort(Protocol.TCP, Optional.of(address), 1, "port");
  }

  @Test
  void aPortThatAnotherProgramHasIsAProblemThoughAHostRuns() throws IOException {
    assumeThat(Path.of("/proc/net/tcp")).exists();
    try (ServerSocket other = new ServerSocket(0)) {
      ListeningPort port = port(Protocol.TCP, other.getLocalPort());
      assertThat(new Ports(new RunningHost(true, Optional.of(1L)), open).wanted("x", port))
          .satisfies(
              finding -> {
                assertThat(finding.level()).isEqualTo(Finding.Level.PROBLEM);
                assertThat(finding.message()).contains("in use on this machine by process " + self);
              });
      assertThat(new Ports(new RunningHost(true, Optional.of(self)), open).wanted("x", port))
          .extracting(Finding::level)
          .isEqualTo(Finding.Level.OK);
    }
  }
}
