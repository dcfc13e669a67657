package io.integrationhost.host.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.integrationhost.host.plan.OperatorSettings;
import io.integrationhost.host.plan.Secrets;
import io.integrationhost.runtime.PluginSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Reads what an operator sets for transports: of a plugin, of one transport, and secrets. */
final class OperatorReader {

  private static final String FILE = "-file";

  private final Config config;
  private final SettingsReader reader;
  private final Map<String, Config> plugins;

  OperatorReader(Config config, SettingsReader reader) {
    this.config = config;
    this.reader = reader;
    this.plugins = plugins();
  }

  private Map<String, Config> plugins() {
    Map<String, Config> sections = new TreeMap<>();
    config
        .getObject("plugins")
        .forEach(
            (id, value) -> {
              // What is no section is an unknown key, and told as such. One without a value is
              // ours,
              // for variables that are not set.
              if (!PluginSettings.RESERVED_IDS.contains(id)
                  && value instanceof ConfigObject own
                  && !own.toConfig().entrySet().isEmpty()) {
                sections.put(id, own.toConfig());
              }
            });
    return sections;
  }

  /**
   * Of one integration.
   *
   * @param path of its section, with a dot at the end
   */
  OperatorSettings read(String path) {
    return new OperatorSettings(plugins, transports(path + "transports"), secrets(path));
  }

  private Map<String, Config> transports(String path) {
    Map<String, Config> sections = new TreeMap<>();
    section(path)
        .forEach(
            (name, value) -> {
              if (value instanceof ConfigObject own) {
                sections.put(name, own.toConfig());
              } else {
                reader.problem(
                    path + "." + ConfigUtil.joinPath(name),
                    "must be an object with keys of the transport '" + name + "'");
              }
            });
    return sections;
  }

  private Secrets secrets(String integration) {
    String path = integration + "secrets";
    Map<String, String> texts = new TreeMap<>();
    Map<String, Path> files = new TreeMap<>();
    Map<String, ConfigValue> section = section(path);
    section.forEach(
        (name, value) -> {
          String key = path + "." + ConfigUtil.joinPath(name);
          if (value instanceof ConfigObject || !(value.unwrapped() instanceof String text)) {
            reader.problem(key, "must be a text (not shown); write it between quotation marks");
          } else if (text.isBlank()) {
            reader.problem(key, "is empty; set the secret, or remove the key");
          } else if (name.endsWith(FILE) && name.length() > FILE.length()) {
            String bare = name.substring(0, name.length() - FILE.length());
            if (section.containsKey(bare)) {
              reader.problem(key, "is set beside " + bare + "; keep one of the two");
            }
            reader.file(key).ifPresent(file -> files.put(bare, file));
          } else {
            texts.put(name, text);
          }
        });
    return new Secrets(texts, files);
  }

  private Map<String, ConfigValue> section(String path) {
    if (!reader.has(path)) {
      return Map.of();
    }
    if (config.getValue(path) instanceof ConfigObject section) {
      return section;
    }
    reader.problem(path, "must be an object with one entry per name");
    return Map.of();
  }
}
