package io.integrationhost.kit;

import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with places such as <code>${deviceName}</code>, which the metadata of a downlink fill:
 * where a broker is to have it.
 *
 * @param key the setting that says it, for messages
 * @param text as it was configured
 */
public record DownlinkPattern(String key, String text) {

  private static final Pattern PLACE = Pattern.compile("\\$\\{([^}]*)}");
  private static final int MOST_NAMED = 20;

  /**
   * The text for one downlink, whose device has its name without the metadata.
   *
   * @param downlink that is to be sent
   * @return what stands between places as it is, and no place
   * @throws TransportException of kind REJECTED; names what is missing, and what there is
   */
  public String of(Downlink downlink) {
    Map<String, String> values = new HashMap<>(downlink.metadata());
    values.putIfAbsent("deviceName", downlink.deviceName());
    return of(values);
  }

  /**
   * The text for what the downlink converter said.
   *
   * @param metadata of its result
   * @return as of the other
   * @throws TransportException as of the other
   */
  public String of(Map<String, String> metadata) {
    StringBuilder filled = new StringBuilder();
    Matcher place = PLACE.matcher(text);
    while (place.find()) {
      String name = place.group(1);
      String value = metadata.get(name);
      if (value == null) {
        throw Refusal.rejected(
            key
                + " '"
                + text
                + "' needs '"
                + name
                + "', which the metadata of the downlink converter's output do not have: they have "
                + metadata.keySet().stream().sorted().limit(MOST_NAMED).toList());
      }
      place.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return place.appendTail(filled).toString();
  }
}
