package io.integrationhost.runtime.jar;

import java.util.Set;

/** The packages that every plugin gets from the host, whatever its own jar holds. */
public final class SharedPackageNames {

  /** Of the plugin API and of the two libraries in its signatures. */
  public static final Set<String> ALL =
      Set.of(
          "io.integrationhost.plugin",
          "org.slf4j",
          "org.slf4j.event",
          "org.slf4j.helpers",
          "org.slf4j.spi",
          "com.typesafe.config",
          "com.typesafe.config.parser");

  private SharedPackageNames() {}
}
