package io.integrationhost.plugins.http;

import io.integrationhost.kit.Bytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hashes in hex, and comparisons that take the same time whatever they compare. */
final class Hashes {

  private Hashes() {}

  static String sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      Arrays.stream(parts).forEach(digest::update);
      return Bytes.hex(digest.digest());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  static String hmacSha256(byte[] key, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Bytes.hex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC with SHA-256", e);
    }
  }

  /** Whether a text is one of those. */
  static boolean isOneOf(String sent, String... wanted) {
    boolean isOne = false;
    for (String each : wanted) {
      isOne |= areEqual(sent, each);
    }
    return isOne;
  }

  /** Whether two texts are equal. */
  static boolean areEqual(String one, String other) {
    return MessageDigest.isEqual(Bytes.utf8(one), Bytes.utf8(other));
  }
}
