package io.integrationhost.plugins.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native libraries of zstd and Snappy, which each class loader unpacks to a file of its own
 * among the temporary ones. What the process has mapped is loaded, so its file is no longer needed;
 * without this they would gather with each reload. Elsewhere than on Linux they stay until the
 * process ends.
 */
final class UnpackedLibraries {

  private static final Logger log = LoggerFactory.getLogger(UnpackedLibraries.class);
  private static final Path MAPPED = Path.of("/proc/self/maps");
  private static final Pattern NAME = Pattern.compile("(libzstd-jni-|snappy-).*\\.so");

  private UnpackedLibraries() {}

  static void delete() {
    if (!Files.isReadable(MAPPED)) {
      return;
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    try (Stream<String> lines = Files.lines(MAPPED)) {
      List<Path> files =
          lines
              .filter(line -> line.contains("/") && !line.endsWith(" (deleted)"))
              .map(line -> Path.of(line.substring(line.indexOf('/'))))
              .filter(file -> file.startsWith(temporary))
              .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
              .distinct()
              .toList();
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      log.debug("unpacked libraries stay until the process ends", e);
    }
  }
}
