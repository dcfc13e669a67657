package io.integrationhost.host.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the files of one load and remembers what they held, so that a later change is noticed. What
 * they held is compared, not their times: a time may be too coarse, or restored by an editor.
 */
final class SettingsFiles {

  private static final String MISSING = "missing";

  private final Map<Path, String> held = new TreeMap<>();

  /** The text of a file, which is remembered whether it can be read or not. */
  String text(Path file) throws IOException {
    held.put(file, MISSING);
    byte[] bytes = Files.readAllBytes(file);
    held.put(file, digest(bytes));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** What every file held when it was read. */
  Map<Path, String> held() {
    return Map.copyOf(held);
  }

  /** What the files hold now. */
  static Map<Path, String> look(Set<Path> files) {
    Map<Path, String> now = new TreeMap<>();
    files.forEach(file -> now.put(file, look(file)));
    return Map.copyOf(now);
  }

  private static String look(Path file) {
    try {
      return digest(Files.readAllBytes(file));
    } catch (IOException e) {
      return MISSING;
    }
  }

  /** A digest, since a file may hold secrets. */
  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
