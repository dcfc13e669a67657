package io.integrationhost.plugins.mqtt.session;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How the client says who it is.
 *
 * @param user empty: none is sent
 * @param password asked before each connection, on the plugin's thread; empty: none is sent
 */
public record Login(Optional<String> user, Supplier<Optional<Password>> password) {

  /** No user and no password. */
  public static final Login NONE = new Login(Optional.empty(), Optional::empty);

  /**
   * A password of now.
   *
   * @param text never shown
   * @param renewal when the client connects anew with the next one; empty: it does not end
   */
  public record Password(String text, Optional<Instant> renewal) {

    /** Says only when it ends. */
    @Override
    public String toString() {
      return "Password[***" + renewal.map(end -> ", renewed at " + end).orElse("") + "]";
    }
  }
}
