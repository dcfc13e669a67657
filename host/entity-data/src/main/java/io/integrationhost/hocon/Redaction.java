package io.integrationhost.hocon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.integrationhost.ground.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes secrets out of what people wrote, by the names of keys and by what values look like; rather
 * too much than too little.
 */
public final class Redaction {

  /** What is shown in the place of a secret. */
  public static final String HIDDEN = "***";

  private static final List<String> SECRET_PARTS =
      List.of(
          "secret",
          "passw",
          "passphrase",
          "pwd",
          "token",
          "credential",
          "authorization",
          "private",
          "sha-256",
          "signature",
          "cookie",
          "bearer",
          "apikey",
          "login");

  private static final List<String> OURS = List.of("admin", "tokens");

  private static final Pattern KEY = Pattern.compile("(?i)(.*[a-z0-9_.-])?keys?");
  private static final Pattern FILE = Pattern.compile("(?i).*(file|path|directory|folder|dir)");

  /** scheme://user:password@host */
  private static final Pattern USER_INFO = Pattern.compile("(://)[^/\\s\"'@]*@");

  private static final Pattern LOOKS_SECRET =
      Pattern.compile("(?is).*(-----BEGIN|\\bbearer\\s|\\bbasic\\s+[a-z0-9+/]{6}).*");

  private static final int MOST_DEPTH = 64;

  private Redaction() {}

  /** Whether the values under a key are secret, as its name tells; one that names a file is not. */
  public static boolean isSecret(List<String> path) {
    String last = path.get(path.size() - 1).toLowerCase(Locale.ROOT);
    if (FILE.matcher(last).matches()) {
      return false;
    }
    // Our own section only looks like a secret; what is in it is judged.
    boolean ours = path.size() > OURS.size() && path.subList(0, OURS.size()).equals(OURS);
    List<String> judged = ours ? path.subList(OURS.size(), path.size()) : path;
    return KEY.matcher(last).matches()
        || judged.stream()
            .map(step -> step.toLowerCase(Locale.ROOT))
            .anyMatch(step -> SECRET_PARTS.stream().anyMatch(step::contains));
  }

  /** A single text, without what in it looks like a secret. */
  public static String text(String text) {
    return LOOKS_SECRET.matcher(text).matches()
        ? HIDDEN
        : USER_INFO.matcher(text).replaceAll("$1" + HIDDEN + "@");
  }

  /**
   * A value as HOCON on one line.
   *
   * @param path of its key
   */
  public static String value(List<String> path, ConfigValue value) {
    return of(path, value, 0).render(ConfigRenderOptions.concise());
  }

  /**
   * A JSON text, indented; a text that is none is hidden as a whole if it may hold a secret.
   *
   * @return for people; not to be read back
   */
  public static String json(String json) {
    if (TextBounds.ofTenant(json, ConfigSyntax.JSON).isPresent()) {
      return unknown(json);
    }
    try {
      Config parsed =
          ConfigFactory.parseString(
              json, ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
      return of(List.of(""), parsed.root(), 0)
          .render(ConfigRenderOptions.defaults().setOriginComments(false).setComments(false));
    } catch (ConfigException e) {
      return unknown(json);
    }
  }

  /**
   * One key of a configuration.
   *
   * @param value on one line; a secret is hidden
   * @param place where it stands
   */
  public record Entry(String key, String value, String place) {}

  /** All keys of a configuration in their order; secrets are hidden. */
  public static List<Entry> entries(Config config) {
    return config.root().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            entry ->
                new Entry(
                    ConfigUtil.joinPath(entry.getKey()),
                    value(List.of(entry.getKey()), entry.getValue()),
                    Place.of(entry.getValue().origin())))
        .toList();
  }

  private static ConfigValue of(List<String> path, ConfigValue value, int depth) {
    if (depth > MOST_DEPTH) {
      return hidden();
    }
    if (value instanceof ConfigObject object) {
      Map<String, ConfigValue> shown = new LinkedHashMap<>();
      object.forEach((key, inner) -> shown.put(key, of(append(path, key), inner, depth + 1)));
      return ConfigValueFactory.fromMap(shown);
    }
    if (value instanceof ConfigList list) {
      List<ConfigValue> shown = new ArrayList<>();
      list.forEach(inner -> shown.add(of(path, inner, depth + 1)));
      return ConfigValueFactory.fromIterable(shown);
    }
    if (value.unwrapped() == null || value.unwrapped() instanceof Boolean) {
      return value;
    }
    if (isSecret(path)) {
      return "".equals(value.unwrapped()) ? value : hidden();
    }
    return value.unwrapped() instanceof String text
        ? ConfigValueFactory.fromAnyRef(embedded(text))
        : value;
  }

  /** A text may hold a whole configuration, as that of a custom integration does. */
  private static String embedded(String text) {
    if (!text.contains("\n") && !text.stripLeading().startsWith("{")) {
      return text(text);
    }
    if (text.contains("include") || TextBounds.ofTenant(text, ConfigSyntax.CONF).isPresent()) {
      return unknown(text);
    }
    try {
      return of(List.of(""), ConfigFactory.parseString(text).root(), 0)
          .render(
              ConfigRenderOptions.defaults()
                  .setJson(false)
                  .setOriginComments(false)
                  .setComments(false));
    } catch (ConfigException e) {
      return unknown(text);
    }
  }

  private static String unknown(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    boolean suspicious = lower.contains("key") || SECRET_PARTS.stream().anyMatch(lower::contains);
    return suspicious ? HIDDEN : text(text);
  }

  private static ConfigValue hidden() {
    return ConfigValueFactory.fromAnyRef(HIDDEN);
  }

  private static List<String> append(List<String> path, String key) {
    return Stream.concat(path.stream(), Stream.of(key)).filter(step -> !step.isEmpty()).toList();
  }
}
