package io.integrationhost.converter;

import java.util.Map;
import java.util.Optional;

/**
 * Where scripts run: the queue before some workers, and the languages as those workers know them.
 * Thread safe.
 */
interface Crew {
  Dispatcher dispatcher();

  /** By the name that converters use: JS or TBEL. */
  Map<String, ScriptLanguage> languages();

  /** Why scripts cannot run here now; absent while they can. */
  default Optional<String> trouble() {
    return Optional.empty();
  }

  /** Whether another process runs the scripts now. */
  default boolean hasProcess() {
    return false;
  }

  /** A converter was added: its first message is near. */
  default void expect() {}
}
