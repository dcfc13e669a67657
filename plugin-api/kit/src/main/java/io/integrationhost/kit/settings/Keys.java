package io.integrationhost.kit.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads keys of a slice and gathers what is wrong with them: a reader notes the problem and returns
 * something legal, {@link #check} throws all problems in one exception. Defaults stand in the
 * plugin's {@code plugin.conf}; a key that is null counts as absent, and an absent one that has no
 * value for that is a problem. Numbers and flags may come as text. For one thread.
 *
 * <p>In all methods {@code key} is a path in HOCON, {@code min} and {@code max} are legal, {@code
 * absent} is the value of a key that is not given. A value that is empty was not given, or is wrong
 * and noted.
 */
public final class Keys {

  private static final String SECRET = "secret:";

  private final Node node;
  private final Function<String, Optional<String>> secrets;

  private Keys(Node node, Function<String, Optional<String>> secrets) {
    this.node = node;
    this.secrets = secrets;
  }

  /**
   * The keys of a transport.
   *
   * @param context of the transport
   * @return with no problem yet
   */
  public static Keys of(TransportContext context) {
    return of(context.config(), context.overlay(), context::secret);
  }

  /**
   * The keys of a slice.
   *
   * @param config the slice over {@code plugin.conf}, the overlay over it
   * @param overlay what of it the host's own settings say
   * @param secrets the host's secrets by name
   * @return with no problem yet
   */
  public static Keys of(Config config, Config overlay, Function<String, Optional<String>> secrets) {
    return new Keys(new Node(config, overlay, "", new Problems()), secrets);
  }

  /** Whether a key has a value. */
  public boolean given(String key) {
    return node.given(key);
  }

  /** A whole number that must be given. */
  public int whole(String key, int min, int max) {
    return node.required(key, Words.range(min, max), wholeIfGiven(key, min, max), min);
  }

  /** A whole number. */
  public int whole(String key, int min, int max, int absent) {
    return wholeIfGiven(key, min, max).orElse(absent);
  }

  /** A whole number. */
  public Optional<Integer> wholeIfGiven(String key, int min, int max) {
    String range = Words.range(min, max);
    Optional<Number> number = node.read(key, range, node.config()::getNumber);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    long value = number.get().longValue();
    boolean isWhole = number.get().doubleValue() == value;
    if (!isWhole || value < min || value > max) {
      problem(key, isWhole ? range : "a whole number " + range);
      return Optional.empty();
    }
    return Optional.of((int) value);
  }

  /** A number that must be given. */
  public double number(String key, double min, double max) {
    return node.required(key, Words.range(min, max), numberIfGiven(key, min, max), min);
  }

  /** A number. */
  public Optional<Double> numberIfGiven(String key, double min, double max) {
    return node.inRange(
        key,
        Words.range(min, max),
        node.read(key, Words.range(min, max), node.config()::getDouble),
        min,
        max);
  }

  /** A flag that must be given. */
  public boolean flag(String key) {
    String expected = "true or false";
    return node.required(key, expected, node.read(key, expected, node.config()::getBoolean), false);
  }

  /** A flag. */
  public boolean flag(String key, boolean absent) {
    return node.read(key, "true or false", node.config()::getBoolean).orElse(absent);
  }

  /** A text that must be given and not be empty. */
  public String text(String key) {
    Optional<String> text = textIfGiven(key);
    if (text.isPresent() && text.get().isEmpty()) {
      problem(key, "a text");
    }
    return node.required(key, "a text", text, "");
  }

  /** A text. */
  public String text(String key, String absent) {
    return textIfGiven(key).orElse(absent);
  }

  /** A text. */
  public Optional<String> textIfGiven(String key) {
    return node.read(key, "a text", node.config()::getString);
  }

  /** Texts. */
  public List<String> texts(String key) {
    return node.read(key, "a list of texts", node.config()::getStringList).orElse(List.of());
  }

  /**
   * One of few words, in upper or lower case.
   *
   * @param type the words are its constants as they are written
   */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E absent) {
    Optional<String> text = textIfGiven(key);
    if (text.isEmpty()) {
      return absent;
    }
    for (E each : type.getEnumConstants()) {
      if (each.toString().equalsIgnoreCase(text.get())) {
        return each;
      }
    }
    problem(
        key, Words.oneOf(Arrays.stream(type.getEnumConstants()).map(Object::toString).toList()));
    return absent;
  }

  /** A time such as {@code 5 s}; a number alone is one of milliseconds. */
  public Duration time(String key, Duration min, Duration max) {
    String range = Words.range(Words.time(min), Words.time(max));
    return node.required(key, range, timeIfGiven(key, min, max), min);
  }

  /** A time such as {@code 5 s}; a number alone is one of milliseconds. */
  public Optional<Duration> timeIfGiven(String key, Duration min, Duration max) {
    String range = Words.range(Words.time(min), Words.time(max));
    return node.inRange(key, range, node.read(key, range, node.config()::getDuration), min, max);
  }

  /** A size such as {@code 32 MiB}; a number alone is one of bytes. */
  public long size(String key, long min, long max, long absent) {
    String range = Words.range(Words.size(min), Words.size(max));
    return node.inRange(key, range, node.read(key, range, node.config()::getBytes), min, max)
        .orElse(absent);
  }

  /**
   * An address, never looked up.
   *
   * @param key path of an IP address or {@code localhost}
   */
  public Optional<InetAddress> address(String key) {
    return parsed(key, "an IP address of this machine, or localhost", Networks::address);
  }

  /** Networks. */
  public Optional<Networks> networks(String key) {
    if (!given(key)) {
      return Optional.empty();
    }
    List<Networks.Network> networks = new ArrayList<>();
    for (String text : texts(key)) {
      Networks.Network.parse(text)
          .ifPresentOrElse(
              networks::add, () -> node.wrong(key, "networks such as 10.0.0.0/8", text));
    }
    return Optional.of(new Networks(networks));
  }

  /** A regular expression. */
  public Optional<Pattern> pattern(String key) {
    Optional<String> text = textIfGiven(key);
    try {
      return text.map(Pattern::compile);
    } catch (PatternSyntaxException e) {
      problem(key, "a regular expression (" + e.getDescription() + ")");
      return Optional.empty();
    }
  }

  /**
   * A list of objects.
   *
   * @param reader of one of them; keys that it does not ask for are warned of
   * @param <T> what it makes of it
   */
  public <T> List<T> list(String key, Function<Keys, T> reader) {
    return node.entries(key).stream().map(entry -> read(entry, reader)).toList();
  }

  /**
   * Objects by name. A name may hold dots.
   *
   * @param reader of one of its values; keys that it does not ask for are warned of
   * @param <T> what it makes of it
   * @return in the order of the names; empty when it is not given
   */
  public <T> Map<String, T> map(String key, Function<Keys, T> reader) {
    Map<String, T> map = new LinkedHashMap<>();
    Node section = node.section(key);
    for (String name : section.names()) {
      map.put(name, read(section.section(ConfigUtil.joinPath(name)), reader));
    }
    return map;
  }

  /**
   * Texts by name. A name may hold dots.
   *
   * @return in the order of the names; empty when it is not given
   */
  public Map<String, String> map(String key) {
    Map<String, String> map = new LinkedHashMap<>();
    Keys section = section(key);
    for (String name : section.node.names()) {
      section.textIfGiven(ConfigUtil.joinPath(name)).ifPresent(text -> map.put(name, text));
    }
    return map;
  }

  /**
   * The keys of an object, whose problems are told with these.
   *
   * @return without any when it is not given
   */
  public Keys section(String key) {
    return new Keys(node.section(key), secrets);
  }

  private <T> T read(Node entry, Function<Keys, T> reader) {
    T value = reader.apply(new Keys(entry, secrets));
    entry.refuseUnknown();
    return value;
  }

  /** A secret: a text, or {@code secret:name} for one that the host has. */
  public Optional<Secret> secret(String key) {
    if (!given(key)) {
      return Optional.empty();
    }
    Object value = node.config().getValue(key).unwrapped();
    if (value instanceof List || value instanceof Map) {
      say(key, "must be a text, is something else");
      return Optional.empty();
    }
    String text = node.config().getString(key);
    if (!text.startsWith(SECRET)) {
      return Optional.of(Secret.of(text));
    }
    String name = text.substring(SECRET.length());
    if (secrets.apply(name).isEmpty()) {
      node.wrong(key, "a secret that the host has for this integration", text);
    }
    return Optional.of(new Secret(name, () -> secrets.apply(name)));
  }

  /**
   * A file of this machine, which only the host's own settings may name.
   *
   * @return a file that can be read; empty when it is not given or wrong
   */
  public Optional<Path> file(String key) {
    if (!given(key)) {
      return Optional.empty();
    }
    if (!node.isOperators(key)) {
      say(
          key,
          "names a file, which only the host's own settings may do; ask the operator, or give the"
              + " text itself");
      return Optional.empty();
    }
    return parsed(
        key,
        "a file that can be read",
        text -> Optional.of(Path.of(text)).filter(Files::isReadable).filter(Files::isRegularFile));
  }

  /**
   * A value that a reader of one's own understands.
   *
   * @param key path of a text
   * @param expected what it must be
   * @param parser empty for what it is not
   * @param <T> the value
   */
  public <T> Optional<T> parsed(String key, String expected, Function<String, Optional<T>> parser) {
    Optional<String> text = node.read(key, expected, node.config()::getString);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> value = Optional.empty();
    try {
      value = parser.apply(text.get());
    } catch (IllegalArgumentException isNone) {
      // Told as any other.
    }
    if (value.isEmpty()) {
      problem(key, expected);
    }
    return value;
  }

  /**
   * Notes that a key is wrong.
   *
   * @param expected what it must be, such as {@code a name of 1 to 255 characters}
   */
  public void problem(String key, String expected) {
    node.problem(key, expected);
  }

  /**
   * Notes what is wrong with a key in words of one's own.
   *
   * @param sentence what is wrong and what to do
   */
  public void say(String key, String sentence) {
    node.say(key, sentence);
  }

  /**
   * What nobody asked for in the objects of lists and maps, with the nearest key that is known.
   * Those of the slice itself the host tells.
   *
   * @return a sentence for each, 20 at most
   */
  public List<String> warnings() {
    return node.problems().warnings();
  }

  /**
   * Ends reading.
   *
   * @throws TransportException with all problems, when there was one
   */
  public void check() {
    if (!node.problems().isEmpty()) {
      throw node.problems().exception();
    }
  }
}
