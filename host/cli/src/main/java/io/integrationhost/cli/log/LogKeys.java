package io.integrationhost.cli.log;

import io.integrationhost.ground.CleanText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a message is about, as keys for programs. The host's messages begin with it: "integration
 * 'yard', transport 'tcp': ...", "transport 'tcp' of integration 'yard' ...", "plugin tcp@1.1.0:
 * ...". Only the beginning counts, since what follows may quote a device.
 *
 * @param keys in the order of the message
 * @param message without them, where it is a whole sentence then
 */
record LogKeys(Map<String, String> keys, String message) {

  private static final Pattern NAME =
      Pattern.compile(
          "(?:([Ii]ntegration|[Tt]ransport|[Ss]ession) '([^']{0,300})'"
              + "|[Pp]lugin (?:'([^']{1,300})'"
              + "|([A-Za-z0-9._-]{1,100}[@ ][0-9][A-Za-z0-9._+-]{0,100})))");
  private static final Pattern NEXT = Pattern.compile(", | of |: ");

  static LogKeys of(String message) {
    Map<String, String> keys = new LinkedHashMap<>();
    Matcher name = NAME.matcher(message);
    Matcher next = NEXT.matcher(message);
    int begin = 0;
    int sentence = 0;
    while (name.region(begin, message.length()).lookingAt()) {
      put(keys, name);
      if (!next.region(name.end(), message.length()).lookingAt()) {
        break;
      }
      begin = next.end();
      sentence = next.group().equals(": ") ? begin : sentence;
    }
    return new LogKeys(keys, message.substring(sentence));
  }

  private static void put(Map<String, String> keys, Matcher name) {
    if (name.group(1) != null) {
      keys.putIfAbsent(name.group(1).toLowerCase(Locale.ROOT), CleanText.name(name.group(2)));
    } else {
      keys.putIfAbsent(
          "plugin",
          CleanText.name(name.group(3) != null ? name.group(3) : name.group(4).replace(' ', '@')));
    }
  }
}
