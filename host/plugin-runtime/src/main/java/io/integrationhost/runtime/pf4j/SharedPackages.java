package io.integrationhost.runtime.pf4j;

import io.integrationhost.runtime.jar.SharedPackageNames;

/**
 * The parent of every plugin's class loader: shows the JDK and the packages that plugins share with
 * the host, always the host's copy. Of everything else of the host, classes and resources, a plugin
 * sees nothing, so that it never binds to a library that happens to be here.
 */
final class SharedPackages extends ClassLoader {

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
    return dot > 0 && SharedPackageNames.ALL.contains(name.substring(0, dot))
        ? host.loadClass(name)
        : super.loadClass(name, resolve);
  }
}
