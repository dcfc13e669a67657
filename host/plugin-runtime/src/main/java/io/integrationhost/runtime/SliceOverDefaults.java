package io.integrationhost.runtime;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lays a slice over a plugin's defaults. An object that is in both keeps the slice's origin, so
 * that a complaint of a key that is missing in it names the slice and not a merge of the two.
 */
final class SliceOverDefaults {

  private SliceOverDefaults() {}

  static Config merge(Config slice, Config defaults) {
    return merge(slice.root(), defaults.root()).toConfig();
  }

  private static ConfigObject merge(ConfigObject slice, ConfigObject defaults) {
    Map<String, ConfigValue> values = new LinkedHashMap<>(defaults);
    slice.forEach(
        (key, value) ->
            values.merge(
                key,
                value,
                (below, above) ->
                    above instanceof ConfigObject own && below instanceof ConfigObject known
                        ? merge(own, known)
                        : above));
    return ConfigValueFactory.fromMap(values).withOrigin(slice.origin());
  }
}
