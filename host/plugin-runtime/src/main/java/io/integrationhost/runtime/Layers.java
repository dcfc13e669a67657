package io.integrationhost.runtime;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.ground.Problem;
import io.integrationhost.ground.UnknownKeys;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a transport is configured with, each over the former one and all over the defaults of its
 * plugin. Equal when the values are.
 *
 * @param plugin the operator's keys for all transports of the plugin
 * @param slice of the integration's configuration, from ThingsBoard
 * @param overlay the operator's keys for this transport
 */
public record Layers(Config plugin, Config slice, Config overlay) {

  public Layers {
    Objects.requireNonNull(plugin, "plugin");
    Objects.requireNonNull(slice, "slice");
    Objects.requireNonNull(overlay, "overlay");
  }

  /** A slice for which the operator has set nothing. */
  public static Layers of(Config slice) {
    return new Layers(ConfigFactory.empty(), slice, ConfigFactory.empty());
  }

  private Stream<Config> all() {
    return Stream.of(plugin, slice, overlay);
  }

  boolean isResolved() {
    return all().allMatch(Config::isResolved);
  }

  /** What a missing key is told of is the slice, since that is where it should stand. */
  Config over(Config defaults) {
    Config all =
        SliceOverDefaults.merge(
            overlay, SliceOverDefaults.merge(slice, SliceOverDefaults.merge(plugin, defaults)));
    return all.root().withOrigin(slice.origin()).toConfig();
  }

  /** Keys that the plugin does not know, one sentence each. */
  List<String> unknown(PluginInfo info, String hosts, int most) {
    return all()
        .flatMap(
            layer ->
                UnknownKeys.of(
                    "plugin " + info.label(),
                    info.defaults().root(),
                    layer.root().withoutKey(hosts),
                    most)
                    .stream())
        .map(Problem::toString)
        .limit(most)
        .toList();
  }

  /** Names nothing: all of it may hold secrets. */
  @Override
  public String toString() {
    return "Layers[]";
  }
}
