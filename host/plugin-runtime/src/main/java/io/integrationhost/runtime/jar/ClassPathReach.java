package io.integrationhost.runtime.jar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * Other jars that a jar makes Java load: {@code Class-Path} of its manifest, and {@code
 * META-INF/INDEX.LIST} up to Java 20. They may only be beside it, in the staging area: anything
 * else was neither copied nor checked.
 */
final class ClassPathReach {

  /** Also encoded dots, schemes and drive letters. */
  private static final Pattern LEADS_AWAY =
      Pattern.compile("/.*|.*[:%\\\\].*|(?:.*/)?\\.\\.(?:/.*)?", Pattern.DOTALL);

  private final JarFile jar;
  private final JarEntries entries;

  ClassPathReach(JarFile jar, JarEntries entries) {
    this.jar = jar;
    this.entries = entries;
  }

  void check() throws IOException, JarProblem {
    for (String reference : references()) {
      if (LEADS_AWAY.matcher(reference).matches()) {
        throw new JarProblem(
            "makes Java load '"
                + reference
                + "' (Class-Path in its manifest, or META-INF/INDEX.LIST), which is outside of the"
                + " plugin",
            "put the library into lib/ of the plugin and remove the reference");
      }
    }
  }

  private List<String> references() throws IOException, JarProblem {
    List<String> references = new ArrayList<>();
    String classPath = manifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    if (classPath != null) {
      references.addAll(List.of(classPath.strip().split("\\s+")));
    }
    new String(entries.index().orElse(new byte[0]), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.endsWith(".jar"))
        .forEach(references::add);
    return references;
  }

  private Manifest manifest() {
    try {
      Manifest manifest = jar.getManifest();
      return manifest == null ? new Manifest() : manifest;
    } catch (IOException e) {
      // Java follows no reference of a manifest that it cannot read.
      return new Manifest();
    }
  }
}
