package io.integrationhost.runtime.pf4j;

import java.util.Set;

/**
 * The parent of every plugin's class loader: shows the JDK and the packages that plugins share with
 * the host, always the host's copy. Of everything else of the host, classes and resources, a plugin
 * sees nothing, so that it never binds to a library that happens to be here.
 */
final class SharedPackages extends ClassLoader {

  private static final Set<String> SHARED =
      Set.of(
          "io.integrationhost.plugin",
          "org.slf4j",
          "org.slf4j.event",
          "org.slf4j.helpers",
          "org.slf4j.spi",
          "com.typesafe.config",
          "com.typesafe.config.parser");

  static {
    ClassLoader.registerAsParallelCapable();
  }

  private final ClassLoader host;

  SharedPackages(ClassLoader host) {
    super("shared-packages", ClassLoader.getPlatformClassLoader());
    this.host = host;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    int dot = name.lastIndexOf('.');
    return dot > 0 && SHARED.contains(name.substring(0, dot))
        ? host.loadClass(name)
        : super.loadClass(name, resolve);
  }
}
