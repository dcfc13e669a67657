package io.integrationhost.spool;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where things are in the directory of a store. */
final class StoreLayout {

  private static final int LONGEST_NAME = 200;
  private static final String PLAIN =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

  private StoreLayout() {}

  static Path lock(Path store) {
    return store.resolve("lock");
  }

  static Path journal(Path store) {
    return store.resolve("journal");
  }

  static Path spools(Path store) {
    return store.resolve("spools");
  }

  /** Different names give different directories, whatever characters they have. */
  static Path spool(Path store, String name) {
    StringBuilder file = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      if (PLAIN.indexOf(b) >= 0) {
        file.append((char) b);
      } else {
        file.append("%%%02X".formatted(b));
      }
    }
    if (file.isEmpty() || file.length() > LONGEST_NAME) {
      throw new SpoolException(
          ("Spool '%s': a name needs 1 to %d characters (others than letters, digits, - and _ count "
                  + "three or more); shorten it")
              .formatted(name, LONGEST_NAME));
    }
    return spools(store).resolve(file.toString());
  }
}
