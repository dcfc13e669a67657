package io.integrationhost.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** What the system itself threw away because a socket's buffer was full. */
final class KernelDrops {

  /** A socket for all addresses is one of IPv6. */
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));

  private KernelDrops() {}

  /** Of all sockets of a port since they were opened; empty where the system does not tell. */
  static OptionalLong of(int port) {
    long drops = 0;
    boolean found = false;
    for (Path table : TABLES) {
      try {
        for (String line : Files.readAllLines(table)) {
          OptionalLong of = drops(line, port);
          found |= of.isPresent();
          drops += of.orElse(0);
        }
      } catch (IOException e) {
        // Another system, or one without IPv6.
      }
    }
    return found ? OptionalLong.of(drops) : OptionalLong.empty();
  }

  /** Of one line of a table; empty when it is about another port. */
  static OptionalLong drops(String line, int port) {
    List<String> words = Arrays.asList(line.strip().split("\\s+"));
    String end = String.format(Locale.ROOT, ":%04X", port);
    // "sl" is followed by the local address; the remote one of a device may have the same port.
    if (words.size() < 13 || !words.get(1).endsWith(end)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(words.get(words.size() - 1)));
  }
}
