package io.integrationhost.plugins.http;

import io.integrationhost.kit.Bytes;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How ThingPark shows that a message is its own: an id, the time, and a hash of what the message
 * says with a key that both know.
 *
 * @param id of the application server, compared without case; empty: nothing is checked
 * @param key empty: the hash is not checked
 * @param tolerance of the clocks
 */
record NetworkCheck(
    Optional<String> id, Optional<FreshSecret> key, Duration tolerance, Clock clock) {

  /** A parameter that was not sent reads so, as in ThingsBoard's own integration. */
  static final String ABSENT = "false";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

  static String parameter(Map<String, String> query, String name) {
    String value = query.getOrDefault(name, ABSENT);
    // A plus that was not escaped came as a blank.
    return name.equals("Time") ? value.replace(' ', '+') : value;
  }

  static String time(Clock clock) {
    return OffsetDateTime.now(clock).format(TIME);
  }

  /** Of THINGPARK. */
  boolean holdsFor(Map<String, String> query, Object body) {
    return hasId(query) && isOfNow(query) && isHashed(query, body);
  }

  /** Of TPE, which sends a hash that only those check who have the key. */
  boolean holdsForEnterprise(Map<String, String> query, Object body, String sentKey) {
    if (id.isEmpty()) {
      return true;
    }
    boolean isComplete =
        hasId(query)
            && !parameter(query, "Token").isEmpty()
            && !parameter(query, "LrnDevEui").isEmpty()
            && !parameter(query, "LrnFPort").isEmpty()
            && !parameter(query, "Time").isEmpty();
    Map<String, Object> uplink = Json.object(body, "DevEUI_uplink");
    Map<String, Object> told = uplink.isEmpty() ? Json.object(body, sentKey) : uplink;
    return isComplete
        && told.get("DevEUI") != null
        && told.get("FPort") != null
        && (key.isEmpty() || (isOfNow(query) && isHashed(query, body)));
  }

  private boolean hasId(Map<String, String> query) {
    return id.filter(one -> !one.isEmpty())
        .filter(one -> one.equalsIgnoreCase(parameter(query, "AS_ID")))
        .isPresent();
  }

  private boolean isOfNow(Map<String, String> query) {
    try {
      var sent = OffsetDateTime.parse(parameter(query, "Time"), TIME);
      return Duration.between(sent.toInstant(), clock.instant()).abs().compareTo(tolerance) <= 0;
    } catch (DateTimeException isNone) {
      return false;
    }
  }

  private boolean isHashed(Map<String, String> query, Object body) {
    String typed = key.flatMap(FreshSecret::value).orElse("");
    String said = said(body) + asked(query);
    String token = parameter(query, "Token");
    String asTyped = Hashes.sha256(Bytes.utf8(said + typed));
    // Networks lower the key before they hash, whatever case it was typed in.
    String lowered = Hashes.sha256(Bytes.utf8(said + typed.toLowerCase(Locale.ROOT)));
    return !typed.isEmpty() && Hashes.isOneOf(token, asTyped, lowered);
  }

  private static String asked(Map<String, String> query) {
    var text = new StringBuilder();
    for (String name : new String[] {"LrnDevEui", "LrnFPort", "LrnInfos", "AS_ID", "Time"}) {
      text.append(text.length() == 0 ? "" : "&")
          .append(name)
          .append('=')
          .append(parameter(query, name));
    }
    return text.toString();
  }

  private static String said(Object body) {
    Map<String, Object> uplink = Json.object(body, "DevEUI_uplink");
    if (!uplink.isEmpty()) {
      return text(uplink, "CustomerID", "")
          + text(uplink, "DevEUI", "")
          + text(uplink, "FPort", "0")
          + text(uplink, "FCntUp", "")
          + text(uplink, "payload_hex", "");
    }
    Map<String, Object> sent = Json.object(body, "DevEUI_downlink_Sent");
    if (!sent.isEmpty()) {
      return text(sent, "CustomerID", "")
          + text(sent, "DevEUI", "")
          + text(sent, "FPort", "")
          + text(sent, "FCntDn", "");
    }
    Map<String, Object> location = Json.object(body, "DevEUI_location");
    return text(location, "CustomerID", "") + text(location, "DevEUI", "").toLowerCase(Locale.ROOT);
  }

  private static String text(Map<String, Object> object, String name, String absent) {
    return Json.text(object.get(name)).orElse(absent);
  }
}
