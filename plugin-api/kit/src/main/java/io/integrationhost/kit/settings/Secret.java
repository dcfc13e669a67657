package io.integrationhost.kit.settings;

import java.util.Optional;
import java.util.function.Supplier;

/** A text that is in no message and no log. Thread-safe. */
public final class Secret {

  private final String name;
  private final Supplier<Optional<String>> value;

  Secret(String name, Supplier<Optional<String>> value) {
    this.name = name;
    this.value = value;
  }

  /**
   * A secret that is known already.
   *
   * @param value what it is
   * @return the secret
   */
  public static Secret of(String value) {
    return new Secret("", () -> Optional.of(value));
  }

  /**
   * What the secret is now; ask again at each use, since the host may get another one.
   *
   * @return the text; empty when the host has lost it
   */
  public Optional<String> value() {
    return value.get();
  }

  /** The name that the host knows it by, never what it is. */
  @Override
  public String toString() {
    return name.isEmpty() ? "***" : "secret:" + name;
  }
}
