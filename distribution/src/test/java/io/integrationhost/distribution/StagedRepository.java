package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Maven repository with everything that this build has made and nothing else: what a third party
 * would get from a public repository. Filled by copying, since Maven does not deploy while it is
 * offline.
 */
final class StagedRepository {

  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern OWN_ARTIFACT =
      Pattern.compile(
          "(?:</parent>|</modelVersion>)\\s*(?:<groupId>[^<]+</groupId>\\s*)?"
              + "<artifactId>([^<]+)</artifactId>");

  private final Path root;
  private final String version;

  StagedRepository(Path root, String version) {
    this.root = root;
    this.version = version;
  }

  /** Stages a project and all its modules. */
  void stage(Path project) throws IOException {
    String source = Files.readString(project.resolve("pom.xml"));
    Path flattened = project.resolve(".flattened-pom.xml");
    Path published = Files.exists(flattened) ? flattened : project.resolve("pom.xml");
    String artifact = artifactId(source);
    Path folder =
        Files.createDirectories(
            root.resolve("io/integrationhost").resolve(artifact).resolve(version));
    String name = artifact + "-" + version;
    Files.copy(published, folder.resolve(name + ".pom"));
    Path jar = project.resolve("target").resolve(name + ".jar");
    if (Files.exists(jar)) {
      Files.copy(jar, folder.resolve(name + ".jar"));
    }
    Matcher module = MODULE.matcher(source);
    while (module.find()) {
      stage(project.resolve(module.group(1)));
    }
  }

  private static String artifactId(String pom) {
    Matcher matcher = OWN_ARTIFACT.matcher(pom);
    String last = "";
    while (matcher.find()) {
      last = matcher.group(1);
      if (!pom.contains("<parent>") || matcher.group().startsWith("</parent>")) {
        break;
      }
    }
    assertThat(last).as("artifactId of %s", pom).isNotEmpty();
    return last;
  }
}
