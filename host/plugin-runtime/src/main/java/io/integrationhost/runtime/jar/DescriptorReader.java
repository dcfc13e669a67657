package io.integrationhost.runtime.jar;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the descriptor of a jar. A manifest with {@code Plugin-Id} must be right in every
 * attribute; a plain jar without one is named by {@code Implementation-Title} and {@code -Version},
 * else by its file name.
 */
final class DescriptorReader {

  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{1,63}");
  private static final Pattern FILE_NAME = Pattern.compile("(.+?)-(v?[0-9].*)");
  private static final SemanticVersion UNKNOWN = new SemanticVersion(0, 0, 0, "", "");

  private final ApiCompatibility compatibility;

  DescriptorReader(ApiCompatibility compatibility) {
    this.compatibility = compatibility;
  }

  /**
   * Reads the descriptor.
   *
   * @param fileName of the original, for plain jars
   */
  Descriptor read(JarFile jar, String fileName) throws JarProblem {
    Attributes attributes = manifest(jar).getMainAttributes();
    boolean plain = value(attributes, "Plugin-Id").isEmpty();
    String id = plain ? plainId(attributes, fileName) : declaredId(attributes);
    try {
      return read(attributes, id, fileName);
    } catch (JarProblem e) {
      throw e.of(id);
    }
  }

  private Descriptor read(Attributes attributes, String id, String fileName) throws JarProblem {
    if (!value(attributes, "Plugin-Dependencies").isEmpty()) {
      throw new JarProblem(
          "Plugin-Dependencies in its manifest asks for the classes of other plugins",
          "put the libraries it needs into lib/ and remove the attribute");
    }
    String requires = value(attributes, "Plugin-Requires");
    if (!requires.isEmpty()) {
      compatibility.check(requires);
    }
    return new Descriptor(
        id,
        version(attributes, fileName),
        value(attributes, "Plugin-Description"),
        value(attributes, "Plugin-Provider"),
        value(attributes, "Plugin-License"),
        requires,
        ServesLine.parse(value(attributes, ServesLine.NAME)));
  }

  private static Manifest manifest(JarFile jar) throws JarProblem {
    try {
      Manifest manifest = jar.getManifest();
      return manifest == null ? new Manifest() : manifest;
    } catch (IOException e) {
      throw new JarProblem(
          "META-INF/MANIFEST.MF cannot be read (" + e.getMessage() + ")",
          "rebuild the jar with a tool that writes the manifest");
    }
  }

  private static String declaredId(Attributes attributes) throws JarProblem {
    String id = value(attributes, "Plugin-Id");
    if (!ID.matcher(id).matches()) {
      throw new JarProblem(
          "Plugin-Id in its manifest is '" + id + "'",
          "use 2 to 64 lower case letters, digits and hyphens, beginning with a letter");
    }
    return id;
  }

  private static String plainId(Attributes attributes, String fileName) throws JarProblem {
    String title = value(attributes, "Implementation-Title");
    String name = title.isEmpty() ? fileNameParts(fileName)[0] : title;
    String id = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    if (!ID.matcher(id).matches()) {
      throw new JarProblem(
          "has no Plugin-Id in its manifest, and '" + name + "' does not make one",
          "add the attribute Plugin-Id, such as Plugin-Id: my-plugin");
    }
    return id;
  }

  private static SemanticVersion version(Attributes attributes, String fileName) throws JarProblem {
    String declared = value(attributes, "Plugin-Version");
    if (!declared.isEmpty()) {
      return SemanticVersion.parse(declared)
          .orElseThrow(
              () ->
                  new JarProblem(
                      "Plugin-Version in its manifest is '" + declared + "'",
                      "use a semantic version such as 1.2.3"));
    }
    Optional<SemanticVersion> implementation =
        SemanticVersion.parseLoosely(value(attributes, "Implementation-Version"));
    return implementation
        .or(() -> SemanticVersion.parseLoosely(fileNameParts(fileName)[1]))
        .orElse(UNKNOWN);
  }

  private static String[] fileNameParts(String fileName) {
    String base = fileName.replaceFirst("(?i)\\.jar$", "");
    Matcher matcher = FILE_NAME.matcher(base);
    return matcher.matches()
        ? new String[] {matcher.group(1), matcher.group(2)}
        : new String[] {base, ""};
  }

  private static String value(Attributes attributes, String name) {
    String value = attributes.getValue(name);
    return value == null ? "" : value.trim();
  }
}
