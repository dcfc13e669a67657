package io.integrationhost.ground;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import java.util.List;

/** Where a value stands, for people. */
public final class Place {

  private static final String MERGED = "merge of ";

  private Place() {}

  /** File and line; of an object that was put together from several places, the first one. */
  public static String of(ConfigOrigin origin) {
    String text = origin.description();
    return text.startsWith(MERGED) ? text.substring(MERGED.length()).split(",", 2)[0] : text;
  }

  /** Where the key stands or, when it is missing, the nearest object that should hold it. */
  public static String of(Config config, String key) {
    List<String> path = ConfigUtil.splitPath(key);
    for (int length = path.size(); length > 0; length--) {
      String part = ConfigUtil.joinPath(path.subList(0, length));
      if (config.hasPathOrNull(part)) {
        return of(origin(config, part));
      }
    }
    return of(config.origin());
  }

  private static ConfigOrigin origin(Config config, String path) {
    return config.getIsNull(path) ? config.origin() : config.getValue(path).origin();
  }
}
