package io.integrationhost.runtime;

import java.util.Optional;

/** The secrets of one integration, for its transports. Safe for any thread. */
@FunctionalInterface
public interface TransportSecrets {

  /** An integration without secrets. */
  TransportSecrets NONE = name -> Optional.empty();

  /**
   * The value of now. May read a file.
   *
   * @return empty when there is no such secret
   * @throws java.io.UncheckedIOException when its file cannot be read; the message names the file
   *     and says what to do
   */
  Optional<String> value(String name);
}
