package io.integrationhost.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/** Ids that are the same in every run, so that a restarted emulator looks like the same server. */
final class DeterministicId {
  private DeterministicId() {}

  static UUID of(String kind, String name) {
    return UUID.nameUUIDFromBytes((kind + ":" + name).getBytes(UTF_8));
  }
}
