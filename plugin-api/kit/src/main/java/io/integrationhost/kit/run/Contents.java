package io.integrationhost.kit.run;

import io.integrationhost.kit.settings.Secret;
import io.integrationhost.kit.settings.TlsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What stands in the texts and files of TLS, and whether it has changed. For one thread. */
final class Contents {

  /** A bundle of all public authorities has 250 KB. */
  private static final int LARGEST = 4 << 20;

  private final List<TlsSettings.Part> parts;
  private String looks = "";
  private String digest = "";

  Contents(TlsSettings settings) {
    parts =
        Stream.of(
                settings.own().map(TlsSettings.Own::certificate),
                settings.own().flatMap(TlsSettings.Own::key),
                settings.trust())
            .flatMap(Optional::stream)
            .toList();
  }

  /**
   * Whether something else stands there than when this was asked last: files are read only when
   * their size or time differ. A file that cannot be read counts as changed once.
   */
  boolean hasChanged() {
    List<String> all = new ArrayList<>();
    for (TlsSettings.Part part : parts) {
      all.add(part.file().map(Contents::look).orElse(""));
      all.add(String.valueOf(part.text().flatMap(Secret::value).map(String::hashCode)));
      all.add(String.valueOf(part.password().flatMap(Secret::value).map(String::hashCode)));
    }
    String now = String.join(" ", all);
    if (now.equals(looks)) {
      return false;
    }
    looks = now;
    String digestNow = digest();
    boolean changed = !digestNow.equals(digest);
    digest = digestNow;
    return changed;
  }

  private static String look(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.size() + "/" + attributes.lastModifiedTime() + "/" + attributes.fileKey();
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    }
  }

  private String digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (TlsSettings.Part part : parts) {
        try {
          sha.update(of(part));
        } catch (UnusableException e) {
          sha.update(String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
        }
        String password = part.password().flatMap(Secret::value).orElse("");
        sha.update(password.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** What stands there now. */
  byte[] of(TlsSettings.Part part) throws UnusableException {
    if (part.file().isEmpty()) {
      return part.text()
          .flatMap(Secret::value)
          .map(text -> text.getBytes(StandardCharsets.UTF_8))
          .orElseThrow(() -> new UnusableException(name(part) + " is a secret that is gone"));
    }
    Path file = part.file().get();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new UnusableException(name(part) + " has more than " + LARGEST + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw new UnusableException(name(part) + " cannot be read: " + e, e);
    }
  }

  /** For messages. */
  static String name(TlsSettings.Part part) {
    return part.key() + part.file().map(file -> " (" + file + ")").orElse("");
  }
}
