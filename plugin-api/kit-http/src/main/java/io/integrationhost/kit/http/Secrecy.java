package io.integrationhost.kit.http;

import java.util.Locale;
import java.util.Set;

/** Names whose values nobody should see. */
public final class Secrecy {

  private static final Set<String> WORDS =
      Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");

  private static final String[] PARTS = {
    "secret", "token", "apikey", "api-key", "api_key", "password", "signature"
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
    if (WORDS.contains(lower)) {
      return true;
    }
    for (String part : PARTS) {
      if (lower.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
