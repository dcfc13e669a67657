package io.integrationhost.ground;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds keys that mean nothing: usually a mistyped one. Of an unknown path the topmost key is told.
 * Lists are not looked into.
 */
public final class UnknownKeys {

  private static final int MOST_NAMED = 30;

  /** Among so many a near one is looked for elsewhere; many sections have the same keys. */
  private static final int MOST_CANDIDATES = 2_000;

  private final String owner;
  private final ConfigObject known;
  private final int most;
  private final List<Problem> problems = new ArrayList<>();

  private UnknownKeys(String owner, ConfigObject known, int most) {
    this.owner = owner;
    this.known = known;
    this.most = most;
  }

  /**
   * Compares with all that is known.
   *
   * @param owner whose settings they are, such as {@code "plugin tcp 1.0.0"}; may be empty
   * @param known the known keys, with null for those without a default; an object that is empty may
   *     hold any keys
   * @param actual what somebody wrote
   * @param most so many problems are found at most
   * @return in the order of the keys
   */
  public static List<Problem> of(String owner, ConfigObject known, ConfigObject actual, int most) {
    UnknownKeys unknown = new UnknownKeys(owner, known, most);
    unknown.compare(known, actual, List.of());
    return List.copyOf(unknown.problems);
  }

  /**
   * What is told of an unknown key: a near one of its neighbours, else a near one elsewhere, else
   * all its neighbours.
   */
  static String sentence(
      String owner, List<String> path, Collection<String> neighbours, Collection<String> all) {
    String cure =
        new NearMiss(path.get(path.size() - 1))
            .among(new TreeSet<>(neighbours).stream().limit(MOST_CANDIDATES).toList())
            .or(() -> new NearMiss(ConfigUtil.joinPath(path)).among(List.copyOf(all)))
            .map(nearest -> "did you mean '" + nearest + "'?")
            .orElseGet(() -> "known here: " + named(neighbours));
    return "is not a setting" + (owner.isEmpty() ? "" : " of " + owner) + "; " + cure;
  }

  private static String named(Collection<String> here) {
    List<String> sorted = List.copyOf(new TreeSet<>(here));
    String names = String.join(", ", sorted.subList(0, Math.min(sorted.size(), MOST_NAMED)));
    return sorted.size() > MOST_NAMED ? names + ", ..." : names;
  }

  private void compare(ConfigObject expected, ConfigObject actual, List<String> path) {
    if (expected.isEmpty()) {
      return;
    }
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(actual).entrySet()) {
      if (problems.size() >= most) {
        return;
      }
      List<String> keyPath = append(path, entry.getKey());
      ConfigValue counterpart = expected.get(entry.getKey());
      if (counterpart == null) {
        String key = ConfigUtil.joinPath(keyPath);
        List<String> all = new ArrayList<>();
        collect(known, List.of(), all);
        problems.add(
            new Problem(
                Place.of(entry.getValue().origin()),
                key,
                sentence(owner, keyPath, expected.keySet(), all)));
      } else if (counterpart instanceof ConfigObject inner
          && entry.getValue() instanceof ConfigObject value) {
        compare(inner, value, keyPath);
      }
    }
  }

  private static void collect(ConfigObject object, List<String> path, List<String> keys) {
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      if (keys.size() >= MOST_CANDIDATES) {
        return;
      }
      List<String> keyPath = append(path, entry.getKey());
      keys.add(ConfigUtil.joinPath(keyPath));
      if (entry.getValue() instanceof ConfigObject inner) {
        collect(inner, keyPath, keys);
      }
    }
  }

  private static List<String> append(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }
}
