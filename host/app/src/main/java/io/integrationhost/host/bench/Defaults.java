package io.integrationhost.host.bench;

import com.typesafe.config.ConfigUtil;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.host.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.Map;

/** Settings as shipped, apart from what a load needs to run. */
final class Defaults {

  private Defaults() {}

  static HostSettings settings(Path home, Path data, int port, String durability) {
    return new SettingsLoader(home, Map.of())
        .loadText(
            """
            thingsboard { host = "127.0.0.1", port = %d }
            integrations { bench { routing-key = "%s", secret = "%s" } }
            data-directory = %s
            spool { durability = %s, max-size = 128 MiB }
            """
                .formatted(
                    port,
                    Target.key(0),
                    Target.SECRET,
                    ConfigUtil.quoteString(data.toString()),
                    durability));
  }
}
