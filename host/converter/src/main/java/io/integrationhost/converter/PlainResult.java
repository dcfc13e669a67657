package io.integrationhost.converter;

import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what nearly all scripts return straight from its text: an object or an array of them, with
 * the known keys, and values that are texts, numbers and booleans. Everything else it gives up:
 * whatever is rare, doubtful or wrong is for the {@link ResultParser}, which knows all rules. What
 * both read, they read alike. One reading of one text.
 */
final class PlainResult {

  /** So many digits fit into a long, and so many are exact in a double. */
  private static final int SURE_DIGITS = 18;

  private static final int EXACT_DIGITS = 15;

  private static final double[] POWERS_OF_TEN = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  /** Longer ones are rare. */
  private static final int LONGEST_NUMBER = 40;

  private final String json;
  private final ValueParser values;
  private final Clock clock;
  private int at;

  private PlainResult(String json, ValueParser values, Clock clock) {
    this.json = json;
    this.values = values;
    this.clock = clock;
  }

  /** What the text says; empty when it is not plain. */
  static Optional<List<EntityData>> read(String json, ValueParser values, Clock clock) {
    try {
      return Optional.of(new PlainResult(json, values, clock).all());
    } catch (NotPlain | ScriptFailure e) {
      return Optional.empty();
    }
  }

  private List<EntityData> all() throws NotPlain {
    List<EntityData> entities;
    if (peek() == '[') {
      entities = new ArrayList<>();
      at++;
      while (another(entities.isEmpty(), ']')) {
        entities.add(entity());
      }
    } else {
      entities = List.of(entity());
    }
    skipSpace();
    if (at < json.length()) {
      throw new NotPlain();
    }
    return entities;
  }

  private EntityData entity() throws NotPlain {
    Texts texts = new Texts();
    List<TimedValues> telemetry = null;
    Map<String, Value> attributes = null;
    expect('{');
    boolean first = true;
    while (another(first, '}')) {
      first = false;
      String key = key();
      switch (key) {
        case "telemetry" -> {
          giveUpIf(telemetry != null);
          telemetry = telemetry();
        }
        case "attributes" -> {
          giveUpIf(attributes != null);
          attributes = map();
        }
        default -> texts.put(key, text());
      }
    }
    return texts.entity(Optional.ofNullable(telemetry), Optional.ofNullable(attributes));
  }

  private List<TimedValues> telemetry() throws NotPlain {
    long now = clock.millis();
    if (peek() != '[') {
      return List.of(timed(now));
    }
    List<TimedValues> all = new ArrayList<>();
    at++;
    while (another(all.isEmpty(), ']')) {
      all.add(timed(now));
    }
    return all;
  }

  /** Values alone, or exactly the keys {@code ts} and {@code values}. */
  private TimedValues timed(long now) throws NotPlain {
    int start = at;
    expect('{');
    if (peek() == '"') {
      String first = key();
      if (first.equals("ts")) {
        long time = time();
        expect(',');
        giveUpIf(!key().equals("values"));
        return last(new TimedValues(time, map()));
      }
      if (first.equals("values")) {
        Map<String, Value> read = map();
        expect(',');
        giveUpIf(!key().equals("ts"));
        return last(new TimedValues(time(), read));
      }
    }
    at = start;
    Map<String, Value> read = map();
    giveUpIf(read.containsKey("ts") || read.containsKey("values"));
    return new TimedValues(now, read);
  }

  private TimedValues last(TimedValues read) throws NotPlain {
    expect('}');
    return read;
  }

  private Map<String, Value> map() throws NotPlain {
    Map<String, Value> read = new LinkedHashMap<>();
    expect('{');
    while (another(read.isEmpty(), '}')) {
      String key = key();
      giveUpIf(read.put(key, value(key)) != null);
    }
    return read;
  }

  private Value value(String key) throws NotPlain {
    return switch (peek()) {
      case '"' -> values.text(key, text());
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      default -> number(key);
    };
  }

  private Value literal(String word, boolean meaning) throws NotPlain {
    giveUpIf(!json.startsWith(word, at));
    at += word.length();
    return Value.of(meaning);
  }

  private long time() throws NotPlain {
    int start = numberStart();
    long digits = digits();
    giveUpIf(isNumberPart());
    return json.charAt(start) == '-' ? -digits : digits;
  }

  /** Short ones here, others as {@link NumberText} has it. */
  private Value number(String key) throws NotPlain {
    int start = numberStart();
    boolean negative = json.charAt(start) == '-';
    long whole = digits();
    if (!isNumberPart()) {
      return negative && whole == 0
          ? values.number(key, json.substring(start, at))
          : Value.of(negative ? -whole : whole);
    }
    if (here() == '.') {
      int point = at++;
      long fraction = digits();
      int places = at - point - 1;
      if (!isNumberPart() && at - start <= EXACT_DIGITS) {
        double exact = whole * POWERS_OF_TEN[places] + fraction;
        // Zero has no sign here, as it has none in NumberText.
        double size = exact / POWERS_OF_TEN[places];
        return Value.of(negative && exact != 0 ? -size : size);
      }
    }
    skipExponent();
    giveUpIf(isNumberPart() || at - start > LONGEST_NUMBER);
    return values.number(key, json.substring(start, at));
  }

  private int numberStart() throws NotPlain {
    skipSpace();
    int start = at;
    if (here() == '-') {
      at++;
    }
    // Not so in JSON.
    giveUpIf(here() == '0' && at + 1 < json.length() && isDigit(json.charAt(at + 1)));
    return start;
  }

  /** At least one digit, and no more than surely fit. */
  private long digits() throws NotPlain {
    int start = at;
    long value = 0;
    while (isDigit(here())) {
      value = 10 * value + (json.charAt(at++) - '0');
      giveUpIf(at - start > SURE_DIGITS);
    }
    giveUpIf(at == start);
    return value;
  }

  private void skipExponent() throws NotPlain {
    if (here() == 'e' || here() == 'E') {
      at++;
      if (here() == '+' || here() == '-') {
        at++;
      }
      var unused = digits();
    }
  }

  /** Whether a number goes on here, or something that only looks like one. */
  private boolean isNumberPart() {
    char c = here();
    return c != ',' && c != '}' && c != ']' && !isSpace(c);
  }

  private String key() throws NotPlain {
    String key = text();
    expect(':');
    return key;
  }

  private String text() throws NotPlain {
    expect('"');
    int start = at;
    while (here() != '"') {
      giveUpIf(here() < ' ' || here() == '\\');
      at++;
    }
    return json.substring(start, at++);
  }

  /** Whether there is another element, now begun; passes what ends or separates them. */
  private boolean another(boolean first, char end) throws NotPlain {
    char c = peek();
    if (c == end) {
      at++;
      return false;
    }
    if (!first) {
      expect(',');
    }
    return true;
  }

  private void expect(char wanted) throws NotPlain {
    giveUpIf(peek() != wanted);
    at++;
  }

  private char peek() {
    skipSpace();
    return here();
  }

  private void skipSpace() {
    while (isSpace(here())) {
      at++;
    }
  }

  /** Zero at the end. */
  private char here() {
    return at < json.length() ? json.charAt(at) : 0;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static void giveUpIf(boolean strange) throws NotPlain {
    if (strange) {
      throw new NotPlain();
    }
  }

  /** The fields of an entity that are texts. */
  private static final class Texts {
    private String deviceName;
    private String deviceType;
    private String deviceLabel;
    private String assetName;
    private String assetType;
    private String assetLabel;
    private String customerName;
    private String groupName;

    void put(String key, String text) throws NotPlain {
      switch (key) {
        case "deviceName" -> deviceName = once(deviceName, text);
        case "deviceType" -> deviceType = once(deviceType, text);
        case "deviceLabel" -> deviceLabel = once(deviceLabel, text);
        case "assetName" -> assetName = once(assetName, text);
        case "assetType" -> assetType = once(assetType, text);
        case "assetLabel" -> assetLabel = once(assetLabel, text);
        case "customerName" -> customerName = once(customerName, text);
        case "groupName" -> groupName = once(groupName, text);
        default -> throw new NotPlain();
      }
    }

    private static String once(String former, String text) throws NotPlain {
      giveUpIf(former != null);
      return text;
    }

    EntityData entity(
        Optional<List<TimedValues>> telemetry, Optional<Map<String, Value>> attributes)
        throws NotPlain {
      boolean device = deviceName != null;
      giveUpIf(device == (assetName != null) || (!device && assetType == null));
      return new EntityData(
          device ? EntityKind.DEVICE : EntityKind.ASSET,
          device ? deviceName : assetName,
          device ? or(deviceType, "default") : assetType,
          or(device ? deviceLabel : assetLabel, ""),
          or(customerName, ""),
          or(groupName, ""),
          telemetry,
          attributes);
    }

    private static String or(String text, String missing) {
      return text == null ? missing : text;
    }
  }

  /** Says only that the text is not plain: without a trace, as it may come with every message. */
  private static final class NotPlain extends Exception {
    private static final long serialVersionUID = 1L;

    NotPlain() {
      super("not plain", null, false, false);
    }
  }
}
