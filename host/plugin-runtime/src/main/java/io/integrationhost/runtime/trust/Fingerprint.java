package io.integrationhost.runtime.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A SHA-256, of a file or of a certificate.
 *
 * @param hex 64 lower case hexadecimal digits
 */
public record Fingerprint(String hex) {

  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern WRITTEN =
      Pattern.compile("[0-9A-Fa-f]{64}|(?:[0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}");

  public Fingerprint {
    if (!DIGITS.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "'" + hex + "' is no SHA-256 (expected: 64 lower case hexadecimal digits)");
    }
  }

  /**
   * Reads 64 hexadecimal digits, as {@code sha256sum} prints them, or 32 pairs with colons, as
   * {@code keytool} prints them; empty for anything else.
   */
  public static Optional<Fingerprint> parse(String text) {
    String written = text.strip();
    return WRITTEN.matcher(written).matches()
        ? Optional.of(new Fingerprint(written.replace(":", "").toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  /** The SHA-256 of a file's content. */
  public static Fingerprint of(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[65_536];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
  }

  static Fingerprint of(byte[] bytes) {
    return new Fingerprint(HexFormat.of().formatHex(sha256().digest(bytes)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Pairs with colons, as {@code keytool} prints the fingerprint of a certificate. */
  public String inPairs() {
    return HexFormat.ofDelimiter(":").withUpperCase().formatHex(HexFormat.of().parseHex(hex));
  }

  /** The digits. */
  @Override
  public String toString() {
    return hex;
  }
}
