package io.integrationhost.plugins.kafka;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueType;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.Secret;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The object {@code otherProperties}: properties of Kafka's client by names with dots, which JSON
 * writes as one key and HOCON as objects within objects. A tenant may set what concerns the broker,
 * an operator also what concerns this machine.
 */
final class OtherProperties {

  private static final Logger log = LoggerFactory.getLogger(OtherProperties.class);
  private static final String CLIENT = "clientConfiguration";
  private static final String KEY = "otherProperties";
  private static final String SECRET = "secret:";

  /** What the plugin could not keep its promises with. */
  private static final Set<String> OURS =
      Set.of(
          "key.deserializer",
          "value.deserializer",
          "enable.auto.commit",
          "auto.commit.interval.ms",
          "metric.reporters",
          "enable.metrics.push",
          "interceptor.classes");

  /** What reads files or variables, runs programs, or changes the whole process. */
  private static final Pattern MACHINE =
      Pattern.compile(".*\\.(location|file|cmd)|config\\.providers(\\..*)?|security\\.providers");

  private static final Pattern OWN_LOGIN =
      Pattern.compile("\\s*org\\.apache\\.kafka\\.common\\.security\\.[\\w.]+\\s(?s:.*)");

  private final TransportContext context;
  private final Keys client;

  OtherProperties(TransportContext context, Keys client) {
    this.context = context;
    this.client = client;
  }

  /** Notes what is wrong among the problems of the keys. */
  Map<String, Secret> read() {
    if (client.given(KEY)
        && !(context.config().getValue(CLIENT + "." + KEY) instanceof ConfigObject)) {
      client.problem(KEY, "an object");
    }
    Map<String, String> all = flat(context.config());
    Map<String, String> operators = flat(context.overlay());
    Map<String, Secret> read = new LinkedHashMap<>();
    all.forEach(
        (name, value) -> {
          boolean isOperators = value.equals(operators.get(name));
          if (OURS.contains(name)) {
            log.warn(
                "integration '{}', transport '{}': otherProperties: {} has no effect: the plugin"
                    + " takes bytes as they are and commits what is stored; leave it out",
                context.integration(),
                context.transport(),
                name);
          } else if (!isOperators && isMachines(name, value)) {
            client.say(
                KEY + "." + name,
                "names files, classes or providers of this machine, which only the host's own"
                    + " settings may do; ask the operator to set it in integrations.NAME."
                    + "transports.NAME, or give certificates as text (ssl.truststore.type=PEM,"
                    + " ssl.truststore.certificates)");
          } else {
            secret(name, value).ifPresent(secret -> read.put(name, secret));
          }
        });
    return read;
  }

  private static boolean isMachines(String name, String value) {
    return MACHINE.matcher(name).matches()
        || (name.endsWith("sasl.jaas.config") && !logins(value))
        || value.toLowerCase(Locale.ROOT).startsWith("file:");
  }

  /** Whether only Kafka's own modules log in; others read files or talk to servers of their own. */
  private static boolean logins(String jaas) {
    if (jaas.startsWith(SECRET)) {
      return true;
    }
    // Between quotes anything may stand.
    String[] entries = jaas.replaceAll("\"(\\\\.|[^\"\\\\])*\"", "\"\"").split(";", -1);
    for (String entry : entries) {
      if (!entry.isBlank() && (!OWN_LOGIN.matcher(entry + " ").matches() || entry.contains("'"))) {
        return false;
      }
    }
    return true;
  }

  private Optional<Secret> secret(String name, String value) {
    if (!value.startsWith(SECRET)) {
      return Optional.of(Secret.of(value));
    }
    Config one = ConfigFactory.parseMap(Map.of("value", value), name);
    Keys keys = Keys.of(one, ConfigFactory.empty(), context::secret);
    Optional<Secret> secret = keys.secret("value");
    try {
      keys.check();
      return secret;
    } catch (TransportException e) {
      client.say(KEY + "." + name, "must be a secret that the host has for this integration");
      return Optional.empty();
    }
  }

  /** By names with dots; lists are joined by commas. */
  static Map<String, String> flat(Config slice) {
    Map<String, String> flat = new TreeMap<>();
    String path = CLIENT + "." + KEY;
    if (slice.hasPath(path) && slice.getValue(path) instanceof ConfigObject object) {
      put(flat, "", object);
    }
    return flat;
  }

  private static void put(Map<String, String> flat, String prefix, ConfigObject object) {
    object.forEach(
        (key, value) -> {
          if (value instanceof ConfigObject inner) {
            put(flat, prefix + key + ".", inner);
          } else if (value.valueType() == ConfigValueType.LIST) {
            flat.put(prefix + key, joined((List<?>) value.unwrapped()));
          } else if (value.valueType() != ConfigValueType.NULL) {
            flat.put(prefix + key, String.valueOf(value.unwrapped()).strip());
          }
        });
  }

  private static String joined(List<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
