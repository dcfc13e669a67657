package io.integrationhost.plugins.kafka;

import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with placeholders {@code ${key}} for {@code deviceName} and what the downlink converter
 * put into its metadata.
 *
 * @param text as it is configured
 */
record TextPattern(String text) {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

  /**
   * The text for one downlink.
   *
   * @throws TransportException of kind REJECTED when a key is missing; names it
   */
  String of(Downlink downlink) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      String key = matcher.group(1);
      String value = downlink.metadata().get(key);
      if (value == null && key.equals("deviceName")) {
        value = downlink.deviceName();
      }
      if (value == null) {
        throw Refusal.rejected(
            "device '"
                + downlink.deviceName()
                + "': '"
                + text
                + "' needs '"
                + key
                + "', which the metadata of the downlink converter's result do not have");
      }
      matcher.appendReplacement(out, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(out).toString();
  }
}
