package io.integrationhost.plugins.teltonika.telemetry;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The meaning of every IO element for one transport. */
public final class Elements {

  static final int GREATEST_ID = 65_535;

  private final Map<Integer, Element> known;
  private final Set<Integer> dropped;

  Elements(Map<Integer, Element> known, Set<Integer> dropped) {
    this.known = Map.copyOf(known);
    this.dropped = Set.copyOf(dropped);
  }

  /** The built-in table with nothing changed. */
  public static Elements standard() {
    return new Elements(KnownElements.BY_ID, Set.of());
  }

  /** This table with another meaning for one element. */
  Elements with(int id, Element element) {
    Map<Integer, Element> changed = new HashMap<>(known);
    changed.put(id, element);
    return new Elements(changed, dropped);
  }

  /** This table without one element: its values are not kept. */
  Elements without(int id) {
    Map<Integer, Element> changed = new HashMap<>(known);
    changed.remove(id);
    Set<Integer> more = new HashSet<>(dropped);
    more.add(id);
    return new Elements(changed, more);
  }

  /** The element's meaning; empty when it is not to be kept. */
  Optional<Element> find(int id) {
    return dropped.contains(id) ? Optional.empty() : Optional.of(meaning(id));
  }

  /** The element's meaning, for one without an entry its number and what was sent. */
  Element meaning(int id) {
    Element element = known.get(id);
    return element == null ? Element.of("io" + id, Kind.UNSIGNED) : element;
  }

  /** Another element of the same name, if there is one. */
  Optional<Integer> otherOf(int id) {
    String name = meaning(id).name();
    return known.entrySet().stream()
        .filter(each -> each.getKey() != id && each.getValue().name().equals(name))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
