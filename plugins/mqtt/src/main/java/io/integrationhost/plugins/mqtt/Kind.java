package io.integrationhost.plugins.mqtt;

import io.integrationhost.plugins.mqtt.session.Filter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types of integrations, as ThingsBoard writes them, and what it has fixed of each. */
enum Kind {
  MQTT(false, false),
  TTN(true, false),
  TTI(true, false),
  AWS_IOT(true, true),
  AZURE_IOT_HUB(true, true);

  private static final String THINGS_FILTER = "v3/+/devices/+/up";

  /** Whether sessions are clean whatever the configuration says. */
  private final boolean clean;

  /** Whether the port is 8883, with TLS, whatever the configuration says. */
  private final boolean secure;

  Kind(boolean clean, boolean secure) {
    this.clean = clean;
    this.secure = secure;
  }

  static Set<String> names() {
    return Stream.of(values()).map(Kind::name).collect(Collectors.toUnmodifiableSet());
  }

  /** Of a type of integration; what is none of these is MQTT. */
  static Kind of(String type) {
    return Stream.of(values())
        .filter(kind -> kind.name().equals(type.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElse(MQTT);
  }

  boolean isClean() {
    return clean;
  }

  boolean isSecure() {
    return secure;
  }

  boolean isThings() {
    return this == TTN || this == TTI;
  }

  /**
   * The whole name of the host. A region alone is completed; what has a dot is a name already.
   *
   * @param custom whether it is the tenant's own host
   * @param pattern of the topics of downlinks: that of version 3 has another domain than version 2
   */
  String host(String given, boolean custom, String pattern) {
    if (!isThings() || custom || given.indexOf('.') >= 0) {
      return given;
    }
    String domain = this == TTN ? "thethings.network" : "thethings.industries";
    return given + (pattern.startsWith("v3/") ? ".cloud." : ".") + domain;
  }

  /** What is subscribed to when nothing is said. */
  List<Filter> filters() {
    return isThings() ? List.of(new Filter(THINGS_FILTER, 0)) : List.of();
  }

  /** Where downlinks go when nothing is said. */
  String pattern(Optional<String> user) {
    return isThings() ? "v3/" + user.orElse("+") + "/devices/${devId}/down/push" : "${topic}";
  }
}
