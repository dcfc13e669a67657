package io.integrationhost.emulator.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrationhost.ground.Keys;
import java.util.UUID;

/** Reads an {@code id}, or makes one that is the same in every run. */
final class Ids {
  private Ids() {}

  static UUID read(Keys section, String name) {
    UUID made = UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
    return section
        .text("id")
        .map(
            text -> {
              try {
                return UUID.fromString(text);
              } catch (IllegalArgumentException e) {
                section.problem(
                    "id", "is no UUID", "write it like 784f394c-42b6-435a-983c-b7beff2784f9");
                return made;
              }
            })
        .orElse(made);
  }
}
