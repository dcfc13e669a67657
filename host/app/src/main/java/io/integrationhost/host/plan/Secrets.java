package io.integrationhost.host.plan;

import io.integrationhost.runtime.TransportSecrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What an operator lets the transports of one integration know without ThingsBoard: values, and
 * files that are read anew at each use. Never shows a value.
 *
 * @param texts by name
 * @param files by name
 */
public record Secrets(Map<String, String> texts, Map<String, Path> files)
    implements TransportSecrets {

  private static final int MOST_BYTES = 1 << 20;

  public Secrets {
    texts = Map.copyOf(texts);
    files = Map.copyOf(files);
  }

  public static Secrets none() {
    return new Secrets(Map.of(), Map.of());
  }

  @Override
  public Optional<String> value(String name) {
    Path file = files.get(name);
    return file == null
        ? Optional.ofNullable(texts.get(name))
        : Optional.of(read(name, file).strip());
  }

  private static String read(String name, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException("it is larger than " + MOST_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the secret '" + name + "' cannot be read from " + file + "; check path and rights", e);
    }
  }

  @Override
  public String toString() {
    TreeSet<String> names = new TreeSet<>(texts.keySet());
    names.addAll(files.keySet());
    return "Secrets" + names;
  }
}
