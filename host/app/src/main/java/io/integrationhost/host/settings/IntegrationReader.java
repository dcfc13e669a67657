package io.integrationhost.host.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import io.integrationhost.remote.Credentials;
import io.integrationhost.remote.ServerAddress;
import io.integrationhost.remote.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the section {@code integrations}, each over the section {@code thingsboard}. */
final class IntegrationReader {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private final Config config;
  private final SettingsReader reader;
  private final SettingsFiles files;
  private final OperatorReader operator;
  private final Map<String, String> namesByKey = new HashMap<>();

  IntegrationReader(Config config, SettingsReader reader, SettingsFiles files) {
    this.config = config;
    this.reader = reader;
    this.files = files;
    this.operator = new OperatorReader(config, reader);
  }

  List<IntegrationSettings> read(String what) {
    List<IntegrationSettings> integrations = new ArrayList<>();
    if (!(config.getValue("integrations") instanceof ConfigObject all)) {
      reader.problem("integrations", "must hold one section per integration");
      return integrations;
    }
    if (all.isEmpty()) {
      reader.problem("integrations", nothingToDo(what));
    }
    all.keySet().stream().sorted().forEach(name -> integrations.add(integration(name)));
    return integrations;
  }

  private static String nothingToDo(String what) {
    return "no integration in "
        + what
        + ", and the environment variables INTEGRATION_ROUTING_KEY and INTEGRATION_SECRET are not"
        + " set; add a section such as integrations { sensors { routing-key = \"...\", secret ="
        + " \"...\" } } with the key and secret that ThingsBoard shows for the integration (what a"
        + " running host keeps can be looked at without them: dead-letters --data DIR, and convert"
        + " with a file of DIR/configurations, where DIR is its data directory)";
  }

  private IntegrationSettings integration(String name) {
    String path = ConfigUtil.joinPath("integrations", name) + ".";
    if (!name.matches(NAME)) {
      reader.problem(
          path.substring(0, path.length() - 1),
          "the name may hold letters, digits, '.', '_' and '-' (64 at most), is \"" + name + "\"");
    }
    String key = credential(path + "routing-key");
    String other = namesByKey.putIfAbsent(key, name);
    if (other != null && !key.isEmpty()) {
      reader.problem(
          path + "routing-key",
          "is also the key of integration '"
              + other
              + "': ThingsBoard serves one session per integration; remove one of the two");
    }
    return new IntegrationSettings(
        name,
        server(path),
        new Credentials(standIn(key), standIn(secret(path))),
        reader.optionalText(path + "plugin"),
        operator.read(path));
  }

  /** A value that was reported as a problem must not stop the search for more problems. */
  private static String standIn(String text) {
    return text.isBlank() ? "?" : text;
  }

  private String credential(String key) {
    String text = reader.has(key) ? reader.text(key) : "";
    if (text.isBlank() || text.startsWith("PUT_YOUR_")) {
      reader.problem(key, "is not set; copy it from the integration's page in ThingsBoard");
      return "";
    }
    return text.trim();
  }

  private String secret(String path) {
    if (!reader.has(path + "secret-file")) {
      return credential(path + "secret");
    }
    if (reader.has(path + "secret")) {
      reader.problem(path + "secret", "is set beside secret-file; keep one of the two");
    }
    String key = path + "secret-file";
    Optional<Path> file = reader.optionalText(key).map(text -> reader.path(key));
    if (file.isEmpty()) {
      reader.problem(key, "is empty; name the file that holds the integration's secret");
      return "";
    }
    try {
      String text = files.text(file.get()).trim();
      if (text.isEmpty()) {
        reader.problem(key, "file " + file.get() + " is empty; put the integration's secret there");
      }
      return text;
    } catch (IOException e) {
      reader.problem(key, "file " + file.get() + " cannot be read; check path and rights");
      return "";
    }
  }

  private ServerAddress server(String integration) {
    String own = integration + "thingsboard.";
    boolean ssl = reader.flag(either(own, "ssl.enabled"));
    String host = reader.text(either(own, "host"));
    if (host.isBlank()) {
      reader.problem(either(own, "host"), "is empty; set ThingsBoard's host name");
    }
    return new ServerAddress(
        standIn(host),
        reader.number(either(own, "port"), 1, 65535),
        ssl ? Optional.of(tls(own)) : Optional.empty());
  }

  private Tls tls(String own) {
    Optional<Path> certificate = reader.file(either(own, "ssl.certificate-file"));
    Optional<Path> key = reader.file(either(own, "ssl.key-file"));
    if (certificate.isPresent() != key.isPresent()) {
      reader.problem(
          either(own, certificate.isPresent() ? "ssl.key-file" : "ssl.certificate-file"),
          "is missing: a client certificate needs both certificate-file and key-file");
    }
    Optional<Path> trust = reader.file(either(own, "ssl.trust-file"));
    return certificate.isPresent() && key.isPresent()
        ? new Tls(trust, certificate, key)
        : new Tls(trust, Optional.empty(), Optional.empty());
  }

  private String either(String own, String key) {
    return reader.has(own + key) ? own + key : "thingsboard." + key;
  }
}
