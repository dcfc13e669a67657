package io.integrationhost.kit.http;

import java.util.Locale;

/** Names whose values nobody should see. */
public final class Secrecy {

  private static final String[] PARTS = {
    "authorization",
    "cookie",
    "credential",
    "secret",
    "token",
    "apikey",
    "api-key",
    "api_key",
    "passw",
    "signature"
  };

  private Secrecy() {}

  /**
   * Whether a name says that its value is secret.
   *
   * @param name of a line of a header or of a parameter
   * @return by its words
   */
  public static boolean isSecret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (String part : PARTS) {
      if (lower.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
