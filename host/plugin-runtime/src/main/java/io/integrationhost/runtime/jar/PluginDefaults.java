package io.integrationhost.runtime.jar;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The {@code plugin.conf} at the root of a jar: every setting of the plugin with its default. Read
 * from the staged copy and not through a class loader, which would leave the jar open.
 */
final class PluginDefaults {

  static final String NAME = "plugin.conf";

  private final JarEntries entries;

  PluginDefaults(JarEntries entries) {
    this.entries = entries;
  }

  /** The defaults, resolved; empty when the jar has none. */
  Config read(Descriptor plugin) throws IOException, JarProblem {
    Optional<byte[]> bytes = entries.text(NAME);
    if (bytes.isEmpty()) {
      return ConfigFactory.empty();
    }
    String text = new String(bytes.get(), StandardCharsets.UTF_8);
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setOriginDescription(NAME + " of plugin " + plugin.id() + " " + plugin.version());
    try {
      return ConfigFactory.parseReader(new StringReader(text), options).resolve();
    } catch (ConfigException e) {
      throw new JarProblem(
          "its plugin.conf is not valid (" + e.getMessage() + ")",
          "correct the file; every setting needs a default or null");
    }
  }
}
