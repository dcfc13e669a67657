package io.integrationhost.plugins.mqtt.sparkplug;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What nodes and devices are called in ThingsBoard, and who bears a name. Above a number of names
 * the one that was not heard longest is forgotten. Used by one thread at a time.
 */
final class MemberNames {

  /** ThingsBoard keeps no longer ones. */
  private static final int LONGEST = 255;

  private final String nodePattern;
  private final String devicePattern;
  private final int most;
  private final Map<String, Member> bearers = new LinkedHashMap<>(16, 0.75f, true);

  MemberNames(SparkplugSettings settings) {
    nodePattern = settings.nodeName();
    devicePattern = settings.deviceName();
    most = settings.mostDevices();
  }

  /**
   * The name of a member that was heard, which is reached by it from now on.
   *
   * @throws IllegalArgumentException when the name is too long
   */
  String heard(Member member) {
    String name = name(member);
    bearers.put(name, member);
    if (bearers.size() > most) {
      Iterator<String> silentFirst = bearers.keySet().iterator();
      silentFirst.next();
      silentFirst.remove();
    }
    return name;
  }

  /** Who bears a name; empty for nobody that was heard. */
  Optional<Member> bearer(String name) {
    return Optional.ofNullable(bearers.get(name));
  }

  int size() {
    return bearers.size();
  }

  String name(Member member) {
    String pattern = member.device().isPresent() ? devicePattern : nodePattern;
    int longest = Math.max(member.group().length(), member.node().length());
    if (Math.max(longest, member.device().map(String::length).orElse(0)) > LONGEST) {
      throw tooLong(member.node());
    }
    var name = new StringBuilder();
    int from = 0;
    for (int place = pattern.indexOf("${"); place >= 0; place = pattern.indexOf("${", from)) {
      int end = pattern.indexOf('}', place);
      name.append(pattern, from, place);
      name.append(
          switch (pattern.substring(place + 2, end)) {
            case "group" -> member.group();
            case "node" -> member.node();
            default -> member.device().orElse("");
          });
      from = end + 1;
    }
    name.append(pattern, from, pattern.length());
    if (name.length() > LONGEST) {
      throw tooLong(name.toString());
    }
    return name.toString();
  }

  private static IllegalArgumentException tooLong(String name) {
    return new IllegalArgumentException(
        "the device's name, '"
            + name.substring(0, Math.min(60, name.length()))
            + "...', would be longer than "
            + LONGEST
            + " characters");
  }
}
