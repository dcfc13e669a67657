package io.integrationhost.runtime.pf4j;

import io.integrationhost.runtime.jar.StagedPlugin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.JarPluginManager;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginStatusProvider;

/**
 * A pf4j manager whose every decision is the host's. pf4j calls the {@code create} methods from its
 * constructor, when our fields are not set yet: what they return reads the fields later.
 */
final class IsolatedPlugins extends JarPluginManager {

  /** A plugin on its way through {@link #loadPlugin(Path)} and the life that belongs to it. */
  record Entry(String key, StagedPlugin staged, PluginLife life) {}

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final ClassLoader sharedPackages;

  IsolatedPlugins(ClassLoader sharedPackages) {
    super(Path.of("."));
    this.sharedPackages = sharedPackages;
    setResolveRecoveryStrategy(ResolveRecoveryStrategy.IGNORE_PLUGIN_AND_CONTINUE);
  }

  void enter(String key, StagedPlugin staged, PluginLife life) {
    entries.put(key, new Entry(key, staged, life));
  }

  void leave(String key) {
    entries.remove(key);
  }

  private Entry entry(Path jar) {
    return entries.values().stream()
        .filter(entry -> entry.staged().jar().equals(jar))
        .findFirst()
        .orElseThrow(() -> new PluginRuntimeException("{} has not been staged", jar));
  }

  @Override
  protected PluginRepository createPluginRepository() {
    return new NoRepository();
  }

  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new StagedDescriptors();
  }

  @Override
  protected PluginLoader createPluginLoader() {
    return new IsolatingLoader();
  }

  @Override
  protected PluginFactory createPluginFactory() {
    return wrapper -> new HostOwnedPlugin(wrapper, entries.get(wrapper.getPluginId()).life());
  }

  @Override
  protected PluginStatusProvider createPluginStatusProvider() {
    return new AlwaysEnabled();
  }

  private static final class NoRepository implements PluginRepository {
    @Override
    public List<Path> getPluginPaths() {
      return List.of();
    }

    @Override
    public boolean deletePluginPath(Path path) {
      return false;
    }
  }

  private static final class AlwaysEnabled implements PluginStatusProvider {
    @Override
    public boolean isPluginDisabled(String id) {
      return false;
    }

    @Override
    public void disablePlugin(String id) {
      throw new UnsupportedOperationException("plugins are not disabled through pf4j");
    }

    @Override
    public void enablePlugin(String id) {}
  }

  private final class StagedDescriptors implements PluginDescriptorFinder {
    @Override
    public boolean isApplicable(Path path) {
      return true;
    }

    @Override
    public PluginDescriptor find(Path path) {
      Entry entry = entry(path);
      var descriptor = entry.staged().descriptor();
      return new DefaultPluginDescriptor(
          entry.key(),
          descriptor.description(),
          HostOwnedPlugin.class.getName(),
          descriptor.version().toString(),
          "*",
          descriptor.provider(),
          descriptor.license());
    }
  }

  private final class IsolatingLoader implements PluginLoader {
    @Override
    public boolean isApplicable(Path path) {
      return true;
    }

    @Override
    public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
      StagedPlugin staged = entry(path).staged();
      PluginClassLoader loader =
          new PluginClassLoader(
              IsolatedPlugins.this, descriptor, sharedPackages, ClassLoadingStrategy.APD);
      loader.addFile(staged.jar().toFile());
      staged.libraries().forEach(library -> loader.addFile(library.toFile()));
      return loader;
    }
  }
}
