package io.integrationhost.host.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Reads the section {@code admin}. */
final class AdminReader {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final String SCOPES =
      Stream.of(AdminScope.values()).map(AdminScope::word).collect(Collectors.joining(", "));

  private final Config config;
  private final SettingsReader reader;

  AdminReader(Config config, SettingsReader reader) {
    this.config = config;
    this.reader = reader;
  }

  /** For whom metrics that are histograms are told. */
  private enum Histograms {
    INTEGRATION,
    HOST
  }

  AdminSettings read() {
    String address = reader.text("admin.address").strip();
    if (address.isEmpty()) {
      reader.problem(
          "admin.address", "is empty; set 127.0.0.1, or 0.0.0.0 for all networks (with admin.tls)");
    }
    return new AdminSettings(
        reader.flag("admin.enabled"),
        address,
        reader.number("admin.port", 0, 65535),
        reader.flag("admin.insecure"),
        tls(),
        hostNames(),
        identities("admin.tokens", "sha-256", this::digest),
        tokenFile(),
        reader.flag("admin.metrics.anonymous"),
        reader.choice("admin.metrics.histograms", Histograms.class) == Histograms.INTEGRATION);
  }

  private Optional<Path> tokenFile() {
    return reader.file("admin.token-file");
  }

  private Optional<AdminTls> tls() {
    Optional<Path> certificate = reader.file("admin.tls.certificate-file");
    Optional<Path> key = reader.file("admin.tls.key-file");
    Optional<Path> trust = reader.file("admin.tls.client-trust-file");
    List<AdminIdentity> clients = identities("admin.tls.clients", "subject", this::subject);
    if (certificate.isPresent() != key.isPresent()) {
      reader.problem(
          certificate.isPresent() ? "admin.tls.key-file" : "admin.tls.certificate-file",
          "is missing: encryption needs both certificate-file and key-file");
    }
    if (certificate.isEmpty() || key.isEmpty()) {
      if (certificate.isEmpty() && key.isEmpty() && trust.isPresent()) {
        reader.problem(
            "admin.tls.client-trust-file", "is of no use without certificate-file and key-file");
      }
      return Optional.empty();
    }
    if (!clients.isEmpty() && trust.isEmpty()) {
      reader.problem(
          "admin.tls.clients",
          "is of no use without client-trust-file, which says whose certificates are believed");
    }
    return Optional.of(new AdminTls(certificate.get(), key.get(), trust, clients));
  }

  private Set<String> hostNames() {
    Set<String> names = new TreeSet<>();
    for (ConfigValue value : reader.list("admin.host-names")) {
      if (value.unwrapped() instanceof String name && name.matches("[A-Za-z0-9_.-]{1,253}")) {
        names.add(name.toLowerCase(Locale.ROOT));
      } else {
        reader.problem(
            "admin.host-names",
            value,
            "must hold names of this machine without a port, such as \"host.example.org\", holds "
                + value.unwrapped());
      }
    }
    return names;
  }

  private List<AdminIdentity> identities(
      String section, String proof, Function<String, Optional<String>> reading) {
    List<AdminIdentity> identities = new ArrayList<>();
    if (!(config.getValue(section) instanceof ConfigObject all)) {
      reader.problem(section, "must hold one section per name");
      return identities;
    }
    for (String name : new TreeSet<>(all.keySet())) {
      String path = section + "." + ConfigUtil.joinPath(name);
      if (!(all.get(name) instanceof ConfigObject)) {
        reader.problem(path, "must be an object: { " + proof + " = \"...\", scopes = [read] }");
      } else if (!name.matches(NAME) || name.equals("admin")) {
        reader.problem(
            path,
            "the name may hold letters, digits, '.', '_' and '-' (64 at most) and must not be"
                + " \"admin\", is \""
                + name
                + "\"");
      } else {
        String key = path + "." + proof;
        Set<AdminScope> scopes = scopes(path + ".scopes");
        reading
            .apply(key)
            .map(text -> new AdminIdentity(name, text, scopes))
            .ifPresent(identities::add);
      }
    }
    return identities;
  }

  private Optional<String> digest(String key) {
    Optional<String> text =
        reader
            .optionalText(key)
            .map(given -> given.strip().toLowerCase(Locale.ROOT))
            .filter(given -> given.matches("[0-9a-f]{64}"));
    if (text.isEmpty()) {
      reader.problem(
          key,
          "must be the SHA-256 of a token in 64 hex digits (not shown); 'printf %s TOKEN | sha256sum'"
              + " prints it");
    }
    return text;
  }

  private Optional<String> subject(String key) {
    Optional<String> text = reader.optionalText(key).flatMap(AdminReader::distinguished);
    if (text.isEmpty()) {
      reader.problem(
          key, "must be the subject of a client's certificate, such as \"CN=ops,O=Example\"");
    }
    return text;
  }

  /** In one form, however it was written. */
  private static Optional<String> distinguished(String subject) {
    try {
      return Optional.of(new LdapName(subject).toString());
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }

  private Set<AdminScope> scopes(String key) {
    Set<AdminScope> scopes = EnumSet.noneOf(AdminScope.class);
    if (!reader.has(key)) {
      reader.problem(key, "is missing; list some of " + SCOPES);
    }
    for (ConfigValue value : reader.list(key)) {
      Optional<AdminScope> scope = AdminScope.of(String.valueOf(value.unwrapped()));
      scope.ifPresent(scopes::add);
      if (scope.isEmpty()) {
        reader.problem(key, value, "must hold some of " + SCOPES + ", holds " + value.unwrapped());
      }
    }
    return scopes;
  }
}
