package io.integrationhost.runtime;

import io.integrationhost.runtime.jar.StagedPlugin;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects what became of each jar, and tells the log. */
final class CatalogBuilder {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogBuilder.class);

  private final List<PluginInfo> plugins = new ArrayList<>();
  private final List<RejectedJar> rejected = new ArrayList<>();
  private final List<SupersededJar> superseded = new ArrayList<>();

  void loaded(PluginInfo plugin) {
    plugins.add(plugin);
    LOG.info("plugin {} loaded from {}", plugin.label(), plugin.file());
    if (plugin.apiVersionRequired().isEmpty()) {
      LOG.warn(
          "plugin {} does not say which plugin API it was built with; write Plugin-Requires into"
              + " the manifest of {}",
          plugin.label(),
          plugin.file());
    }
  }

  void rejected(RejectedJar jar) {
    rejected.add(jar);
    LOG.warn("rejected {}", jar.message());
  }

  void explain(PluginFailure failure) {
    if (!failure.stack().isEmpty()) {
      LOG.warn("{}", failure.stack());
    }
  }

  void superseded(StagedPlugin staged, PluginInfo winner) {
    SupersededJar jar =
        new SupersededJar(
            staged.original(),
            winner.id(),
            staged.descriptor().version().toString(),
            winner.file());
    superseded.add(jar);
    LOG.warn("{}", jar.message());
  }

  PluginCatalog build() {
    return new PluginCatalog(plugins, rejected, superseded);
  }
}
