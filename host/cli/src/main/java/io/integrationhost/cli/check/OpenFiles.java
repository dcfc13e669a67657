package io.integrationhost.cli.check;

import io.integrationhost.cli.check.ListeningPort.Protocol;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which process has a file or a port open, as Linux tells; nothing elsewhere. Of other users'
 * processes it tells only to root.
 */
final class OpenFiles {

  private static final int LOCAL = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final String LISTENS = "0A";

  private final Path proc;

  OpenFiles() {
    this(Path.of("/proc"));
  }

  OpenFiles(Path proc) {
    this.proc = proc;
  }

  /** The process that has this file open. */
  Optional<Long> holder(Path file) {
    try {
      String real = file.toRealPath().toString();
      return process(real::equals);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The process that listens on this port, whatever the address. */
  Optional<Long> holder(ListeningPort port) {
    Set<String> sockets = new HashSet<>();
    String table = port.protocol().name().toLowerCase(Locale.ROOT);
    for (String name : List.of(table, table + "6")) {
      for (String line : lines(proc.resolve("net").resolve(name))) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length > INODE && listens(fields, port)) {
          sockets.add("socket:[" + fields[INODE] + "]");
        }
      }
    }
    return sockets.isEmpty() ? Optional.empty() : process(sockets::contains);
  }

  private static List<String> lines(Path table) {
    try {
      return Files.readAllLines(table);
    } catch (IOException e) {
      // Not Linux, or without that protocol.
      return List.of();
    }
  }

  private static boolean listens(String[] fields, ListeningPort port) {
    return fields[LOCAL].endsWith(":%04X".formatted(port.port()))
        && (port.protocol() == Protocol.UDP || fields[STATE].equals(LISTENS));
  }

  private Optional<Long> process(Predicate<String> link) {
    try (Stream<Path> processes = Files.list(proc)) {
      return processes
          .filter(each -> String.valueOf(each.getFileName()).matches("\\d{1,9}"))
          .filter(each -> hasOpen(each.resolve("fd"), link))
          .map(each -> Long.valueOf(each.getFileName().toString()))
          .findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private static boolean hasOpen(Path descriptors, Predicate<String> link) {
    try (Stream<Path> all = Files.list(descriptors)) {
      return all.anyMatch(each -> link.test(target(each)));
    } catch (IOException | UncheckedIOException e) {
      // Another user's process, or one that has ended.
      return false;
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** Like {@code process 4711 (/usr/bin/python3)}. */
  static String describe(long process) {
    return "process "
        + process
        + ProcessHandle.of(process)
            .flatMap(handle -> handle.info().command())
            .map(command -> " (" + command + ")")
            .orElse("");
  }
}
