package io.integrationhost.runtime;

import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.runtime.jar.JarProblem;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Makes the one {@link TransportPlugin} of a plugin; runs on the plugin's lane. */
final class EntryPoint {

  private final ClassLoader loader;
  private final String className;

  EntryPoint(ClassLoader loader, String className) {
    this.loader = loader;
    this.className = className;
  }

  TransportPlugin make() throws JarProblem {
    Iterator<ServiceLoader.Provider<TransportPlugin>> providers =
        ServiceLoader.load(TransportPlugin.class, loader).stream().iterator();
    try {
      ServiceLoader.Provider<TransportPlugin> provider = providers.next();
      if (providers.hasNext()) {
        throw new JarProblem(
            "names " + className + ", and a library in lib/ offers another TransportPlugin",
            "remove that library: a plugin jar holds one plugin");
      }
      return provider.get();
    } catch (ServiceConfigurationError e) {
      if (e.getCause() == null) {
        throw new JarProblem(
            "its entry point " + className + " does not implement TransportPlugin",
            "implement " + TransportPlugin.class.getName() + " or correct the service file");
      }
      if (e.getCause() instanceof NoSuchMethodException) {
        throw new JarProblem(
            "its entry point " + className + " has no public constructor without parameters",
            "add one");
      }
      throw e;
    }
  }
}
