package io.integrationhost.plugins.mqtt.sparkplug;

import io.integrationhost.kit.settings.Keys;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How messages of Sparkplug B are understood.
 *
 * @param output what becomes of values
 * @param nodeName the device that a node is in ThingsBoard, with places for its names
 * @param deviceName the same of a device behind a node
 * @param profile of devices that are created
 * @param attributes metrics whose names begin so are attributes
 * @param rebirth how long a node is not asked again for a birth
 * @param mostNodes how many nodes are known at once
 * @param mostDevices how many names of nodes and devices are known at once, for downlinks
 * @param mostBytes about how much memory their births may take
 */
public record SparkplugSettings(
    Output output,
    String nodeName,
    String deviceName,
    String profile,
    List<String> attributes,
    Duration rebirth,
    int mostNodes,
    int mostDevices,
    long mostBytes) {

  private static final Pattern PLACE = Pattern.compile("\\$\\{([^}]*)}");
  private static final List<String> PLACES = List.of("group", "node", "device");

  /** What becomes of values. */
  public enum Output {
    /** Telemetry and attributes; the converter is not asked. */
    TELEMETRY,
    /** JSON for the converter. */
    CONVERTER
  }

  /**
   * Reads the section {@code sparkplug}.
   *
   * @param keys of the section
   * @return legal values; the keys hold what is wrong
   */
  public static SparkplugSettings read(Keys keys) {
    return new SparkplugSettings(
        keys.choice("output", Output.class, Output.TELEMETRY),
        pattern(keys, "nodeName", "node", "${node}"),
        pattern(keys, "deviceName", "device", "${node}/${device}"),
        keys.text("deviceProfile", "default"),
        keys.texts("attributes"),
        keys.timeIfGiven("rebirth", Duration.ofSeconds(1), Duration.ofDays(1))
            .orElse(Duration.ofSeconds(30)),
        keys.whole("maxNodes", 1, 1_000_000, 10_000),
        keys.whole("maxDevices", 1, 10_000_000, 50_000),
        keys.size("maxBytes", 1 << 20, 1L << 40, 64 << 20));
  }

  private static String pattern(Keys keys, String key, String needed, String absent) {
    String text = keys.text(key, absent);
    boolean isLegal =
        text.contains("${" + needed + "}")
            && PLACE
                .matcher(text)
                .results()
                .allMatch(
                    place ->
                        PLACES.contains(place.group(1))
                            && (needed.equals("device") || !place.group(1).equals("device")));
    if (!isLegal) {
      keys.problem(
          key,
          needed.equals("device")
              ? "a text with ${device}, and with ${node} and ${group} where names are not unique"
              : "a text with ${node}, and with ${group} where names are not unique");
    }
    return text;
  }
}
