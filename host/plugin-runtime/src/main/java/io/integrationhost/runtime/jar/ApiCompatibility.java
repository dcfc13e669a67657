package io.integrationhost.runtime.jar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether a plugin fits the plugin API of this host: same major version, and the host's
 * minor version is the required one or later. Patch and qualifier do not matter, so a plugin built
 * against a release runs on a snapshot of the same release.
 *
 * @param host the version of the API that the host offers
 */
public record ApiCompatibility(SemanticVersion host) {

  private static final Pattern REQUIRED =
      Pattern.compile("\\^?([0-9]{1,9})\\.([0-9]{1,9})(?:\\.[0-9]{1,9})?(?:-[0-9A-Za-z.-]+)?");

  /** The rule for the API that this host was built with. */
  public static ApiCompatibility ofThisHost() {
    Properties properties = new Properties();
    try (InputStream stream = ApiCompatibility.class.getResourceAsStream("plugin-api.properties")) {
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read plugin-api.properties of the host", e);
    }
    String version = properties.getProperty("version", "");
    return new ApiCompatibility(
        SemanticVersion.parse(version)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "plugin-api.properties of the host holds version '"
                            + version
                            + "' (expected: a semantic version; build the host with Maven)")));
  }

  /** Refuses a {@code Plugin-Requires} that this host does not meet or that says nothing. */
  void check(String required) throws JarProblem {
    Matcher matcher = REQUIRED.matcher(required);
    if (!matcher.matches()) {
      throw new JarProblem(
          "Plugin-Requires in its manifest is '" + required + "', which names no API version",
          "write the plugin API version it was built with, such as ^" + offered() + ".0");
    }
    int major = Integer.parseInt(matcher.group(1));
    int minor = Integer.parseInt(matcher.group(2));
    if (major != host.major()) {
      throw new JarProblem(
          "was built for plugin API " + major + "." + minor + ", this host offers " + offered(),
          "use a build of the plugin for API "
              + host.major()
              + ".x, or a host that offers API "
              + major
              + ".x");
    }
    if (minor > host.minor()) {
      throw new JarProblem(
          "was built for plugin API " + major + "." + minor + ", this host offers " + offered(),
          "upgrade the host, or use an older build of the plugin");
    }
  }

  /** Major and minor version of what this host offers, such as {@code 1.1}. */
  public String offered() {
    return host.major() + "." + host.minor();
  }
}
