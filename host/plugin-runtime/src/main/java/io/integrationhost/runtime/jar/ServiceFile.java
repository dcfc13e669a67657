package io.integrationhost.runtime.jar;

import io.integrationhost.plugin.TransportPlugin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The file of a jar that names its entry point for {@link java.util.ServiceLoader}. */
final class ServiceFile {

  static final String NAME = "META-INF/services/" + TransportPlugin.class.getName();

  private final JarEntries entries;

  ServiceFile(JarEntries entries) {
    this.entries = entries;
  }

  /** The one class that the file names. */
  String entryPoint() throws IOException, JarProblem {
    byte[] bytes =
        entries
            .text(NAME)
            .orElseThrow(
                () ->
                    new JarProblem(
                        "is not a plugin: it has no " + NAME,
                        "add that file with the name of the class that implements"
                            + " TransportPlugin, or move the jar out of the plugins directory"));
    List<String> names =
        new String(bytes, StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.replaceFirst("#.*", "").trim())
            .filter(line -> !line.isEmpty())
            .distinct()
            .toList();
    if (names.isEmpty()) {
      throw new JarProblem(
          NAME + " is empty",
          "write the name of the class that implements TransportPlugin into it");
    }
    if (names.size() > 1) {
      throw new JarProblem(
          NAME + " names " + names.size() + " classes: " + String.join(", ", names),
          "leave exactly one, and make a jar of its own for each other plugin");
    }
    return names.get(0);
  }
}
