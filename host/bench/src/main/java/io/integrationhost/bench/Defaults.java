package io.integrationhost.bench;

import com.typesafe.config.ConfigUtil;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.host.settings.SettingsLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Settings as shipped, apart from what a load needs to run. */
final class Defaults {

  private Defaults() {}

  /** With one integration. */
  static HostSettings settings(Path home, Path data, int port, String durability) {
    return settings(home, data, port, durability, 1);
  }

  static HostSettings settings(
      Path home, Path data, int port, String durability, int integrations) {
    return new SettingsLoader(home, Map.of())
        .loadText(
            """
            thingsboard { host = "127.0.0.1", port = %d }
            data-directory = %s
            spool { durability = %s, max-size = 128 MiB }
            %s
            """
                .formatted(
                    port,
                    ConfigUtil.quoteString(data.toString()),
                    durability,
                    IntStream.range(0, integrations)
                        .mapToObj(Defaults::integration)
                        .collect(Collectors.joining("\n"))));
  }

  private static String integration(int number) {
    return "integrations.bench-%d { routing-key = \"%s\", secret = \"%s\" }"
        .formatted(number, Target.key(number), Target.SECRET);
  }
}
