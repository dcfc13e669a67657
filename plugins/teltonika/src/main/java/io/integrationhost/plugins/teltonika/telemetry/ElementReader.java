package io.integrationhost.plugins.teltonika.telemetry;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads {@code ioElements}: changes to the built-in table. */
public final class ElementReader {

  private static final String EXPECTED =
      "a name, false, or an object with name, kind, factor, errors and attribute";
  private static final Set<String> KEYS = Set.of("name", "kind", "factor", "errors", "attribute");

  private final List<String> problems = new ArrayList<>();
  private Elements elements = Elements.standard();

  private ElementReader() {}

  /**
   * The table with the configured changes.
   *
   * @param section by element number
   * @param problems gets a sentence for each entry that cannot be used
   */
  public static Elements read(ConfigObject section, List<String> problems) {
    var reader = new ElementReader();
    for (Map.Entry<String, ConfigValue> entry : section.entrySet()) {
      reader.entry(entry.getKey(), entry.getValue());
    }
    for (String key : new TreeSet<>(section.keySet())) {
      reader.checkName(key);
    }
    problems.addAll(reader.problems);
    return reader.elements;
  }

  private void entry(String key, ConfigValue value) {
    int id = id(key);
    if (id < 0) {
      String range = "(expected a whole number from 1 to " + Elements.GREATEST_ID + ")";
      problem(key, " is no IO element " + range);
    } else if (value.valueType() == ConfigValueType.STRING) {
      Element known = elements.meaning(id);
      elements = elements.with(id, renamed(known, (String) value.unwrapped()));
    } else if (Boolean.FALSE.equals(value.unwrapped())) {
      elements = elements.without(id);
    } else if (value instanceof ConfigObject object) {
      elements = elements.with(id, element(key, elements.meaning(id), object.toConfig()));
    } else {
      problem(key, " is '" + value.unwrapped() + "' (expected " + EXPECTED + ")");
    }
  }

  private Element element(String key, Element known, Config config) {
    for (String inner : config.root().keySet()) {
      if (!KEYS.contains(inner)) {
        problem(key, " has the key '" + inner + "' (expected " + EXPECTED + ")");
      }
    }
    try {
      BigDecimal factor = config.hasPath("factor") ? factor(config) : known.factor();
      // Of a model with another factor the known codes may be measurements.
      Set<Long> errors = factor.compareTo(known.factor()) == 0 ? known.errors() : Set.of();
      return new Element(
          config.hasPath("name") ? config.getString("name") : known.name(),
          config.hasPath("kind") ? kind(key, config.getString("kind")) : known.kind(),
          factor,
          config.hasPath("attribute") ? config.getBoolean("attribute") : known.isAttribute(),
          config.hasPath("errors") ? errors(config) : errors);
    } catch (ConfigException.WrongType | ArithmeticException | NumberFormatException e) {
      problem(
          key,
          " cannot be read (expected name: a text, kind: a text, factor: a number, errors:"
              + " a list of whole numbers, attribute: true or false)");
      return known;
    }
  }

  private Kind kind(String key, String word) {
    Optional<Kind> kind = Kind.named(word);
    if (kind.isEmpty()) {
      String words = "unsigned, signed, boolean, hex or text";
      problem(key, ".kind is '" + word + "' (expected " + words + ")");
    }
    return kind.orElse(Kind.UNSIGNED);
  }

  private static BigDecimal factor(Config config) {
    return new BigDecimal(config.getNumber("factor").toString());
  }

  private static Set<Long> errors(Config config) {
    return config.getNumberList("errors").stream()
        .map(number -> new BigDecimal(number.toString()).longValueExact())
        .collect(Collectors.toSet());
  }

  private void checkName(String key) {
    int id = id(key);
    if (id < 0 || elements.find(id).isEmpty()) {
      return;
    }
    String name = elements.meaning(id).name();
    if (name.isBlank()) {
      problem(key, ": the name is blank (expected a name)");
    } else if (RecordMapper.RESERVED.contains(name)) {
      String taken = ": the name '" + name + "' is a key of every record";
      problem(key, taken + " (expected another name)");
    }
    elements
        .otherOf(id)
        .map(other -> ": the name '" + name + "' is the name of element " + other + " too")
        .ifPresent(
            taken ->
                problem(key, taken + " (expected another name, or another one for that element)"));
  }

  private static Element renamed(Element known, String name) {
    return new Element(name, known.kind(), known.factor(), known.isAttribute(), known.errors());
  }

  private static int id(String key) {
    try {
      int id = Integer.parseInt(key);
      return id >= 1 && id <= Elements.GREATEST_ID ? id : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private void problem(String key, String what) {
    problems.add("ioElements." + key + what);
  }
}
