package io.integrationhost.plugins.rabbitmq;

import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.Secret;
import io.integrationhost.kit.settings.TlsSettings;
import io.integrationhost.kit.settings.TlsSettings.ClientAuth;
import io.integrationhost.kit.settings.TlsSettings.Own;
import io.integrationhost.kit.settings.TlsSettings.Part;
import java.util.Optional;
import java.util.Set;

/**
 * Who we are to the broker: user and password, and what the object {@code credentials} of
 * ThingsBoard's MQTT form says of certificates.
 *
 * @param trust who may sign the broker's certificate
 * @param own our certificate with its key
 */
record Credentials(String username, Secret password, Optional<Part> trust, Optional<Own> own) {

  private static final String GUEST = "guest";
  private static final Set<String> TYPES = Set.of("anonymous", "basic", "cert.PEM");
  private static final String PREFIX = "clientConfiguration.credentials.";

  /** From the object {@code clientConfiguration}. */
  static Credentials read(Keys client) {
    Keys keys = client.section("credentials");
    String type = keys.text("type", "anonymous");
    if (!TYPES.contains(type)) {
      keys.problem("type", "anonymous, basic or cert.PEM");
    }
    String username = Settings.orDefault(client.text("username", ""), keys.text("username", GUEST));
    return new Credentials(
        Settings.orDefault(username, GUEST),
        given(client, "password")
            .or(() -> given(keys, "password").filter(secret -> type.equals("basic")))
            .orElse(Secret.of(GUEST)),
        part(keys, "caCert", Optional.empty()),
        type.equals("cert.PEM") ? own(keys) : Optional.empty());
  }

  private static Optional<Secret> given(Keys keys, String key) {
    return keys.text(key, "").isEmpty() ? Optional.empty() : keys.secret(key);
  }

  private static Optional<Part> part(Keys keys, String key, Optional<Secret> password) {
    return given(keys, key)
        .map(text -> new Part(PREFIX + key, Optional.of(text), Optional.empty(), password));
  }

  private static Optional<Own> own(Keys keys) {
    // Old pages and exports say "password".
    Optional<Secret> password = given(keys, "privateKeyPassword").or(() -> given(keys, "password"));
    Optional<Part> certificate = part(keys, "cert", Optional.empty());
    Optional<Part> key = part(keys, "privateKey", password);
    if (certificate.isPresent() != key.isPresent()) {
      keys.say(
          certificate.isPresent() ? "privateKey" : "cert",
          "is missing; give the certificate and its private key");
    }
    return certificate.map(given -> new Own(given, key));
  }

  /**
   * TLS as all keys together say.
   *
   * @param keys of the slice, whose {@code tls} wins
   * @param ssl what the form's key says, or follows from the port
   * @param isSaid whether the form's key is given
   */
  Optional<TlsSettings> tls(Keys keys, boolean ssl, boolean isSaid) {
    Optional<TlsSettings> told = TlsSettings.client(keys);
    boolean isRefused = told.isEmpty() && keys.given("tls.enabled");
    boolean wanted = told.isPresent() || ssl || own.isPresent() || (trust.isPresent() && !isSaid);
    if (isRefused || !wanted) {
      return Optional.empty();
    }
    return Optional.of(
        new TlsSettings(
            told.flatMap(TlsSettings::own).or(() -> own),
            told.flatMap(TlsSettings::trust).or(() -> trust),
            ClientAuth.NONE,
            told.flatMap(TlsSettings::serverName)
                .or(() -> keys.section("tls").textIfGiven("serverName")),
            told.map(TlsSettings::verifyHost)
                .orElseGet(() -> keys.section("tls").flag("verifyHost", true))));
  }
}
