package io.integrationhost.testkit;

import java.nio.file.Path;

/** Finds the packaged plugin. */
final class PackagedJar {

  private static final String PROPERTY = "plugin.jar";

  private PackagedJar() {}

  static Path fromProperty() {
    String jar = System.getProperty(PROPERTY);
    if (jar == null) {
      throw new IllegalStateException(
          "the system property "
              + PROPERTY
              + " is not set; run this test with mvn verify, as a class whose name ends in IT");
    }
    return Path.of(jar);
  }
}
