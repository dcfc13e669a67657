package io.integrationhost.plugins.mqtt;

import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.Secret;
import io.integrationhost.kit.settings.TlsSettings;
import io.integrationhost.plugins.mqtt.session.Login;
import io.integrationhost.plugins.mqtt.session.Login.Password;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who the client is, and whom it trusts.
 *
 * @param login what it says to the broker
 * @param tls empty: none
 */
record Credentials(Login login, Optional<TlsSettings> tls) {

  private static final String PATH = "clientConfiguration.credentials";

  /** As they are written. */
  private enum Type {
    ANONYMOUS("anonymous"),
    BASIC("basic"),
    CERTIFICATE("cert.PEM"),
    SAS("sas");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  /**
   * Reads them.
   *
   * @param keys of the slice
   * @param kind decides what is possible
   * @param given what the slice says of TLS in our own keys
   * @param device of which some logins are made
   * @param clock for passwords that end
   */
  static Credentials read(
      Keys keys, Kind kind, Optional<TlsSettings> given, Azure.Device device, Clock clock) {
    Keys client = keys.section("clientConfiguration");
    Keys credentials = client.section("credentials");
    Type type = credentials.choice("type", Type.class, Type.ANONYMOUS);
    check(credentials, kind, type);
    Login login =
        switch (type) {
          case BASIC -> basic(credentials, kind);
          case SAS -> Azure.sas(credentials, device, clock);
          case ANONYMOUS -> Login.NONE;
          case CERTIFICATE ->
              kind == Kind.AZURE_IOT_HUB
                  ? new Login(Optional.of(device.user()), Optional::empty)
                  : Login.NONE;
        };
    boolean isAlways = kind.isSecure() || type == Type.CERTIFICATE || type == Type.SAS;
    boolean isWanted = client.flag("ssl", false);
    return new Credentials(
        login, tls(keys.section("tls"), given, credentials, type, isAlways || isWanted));
  }

  private static void check(Keys credentials, Kind kind, Type type) {
    boolean isCertificate = type == Type.CERTIFICATE;
    switch (kind) {
      case TTN, TTI -> {
        if (type != Type.BASIC) {
          credentials.problem("type", "basic, with the application as user and an API key");
        }
      }
      case AWS_IOT -> {
        if (!isCertificate) {
          credentials.problem("type", "cert.PEM, with caCert, cert and privateKey");
        } else if (credentials.text("caCert", "").isEmpty()) {
          credentials.problem("caCert", "the root certificate of AWS, in PEM");
        }
      }
      case AZURE_IOT_HUB -> {
        if (!isCertificate && type != Type.SAS) {
          credentials.problem("type", "sas or cert.PEM");
        }
      }
      case MQTT -> {
        if (type == Type.SAS) {
          credentials.problem("type", "anonymous, basic or cert.PEM");
        }
      }
    }
  }

  private static Login basic(Keys credentials, Kind kind) {
    Optional<String> user = credentials.textIfGiven("username").filter(text -> !text.isEmpty());
    Optional<Secret> password = secret(credentials, "password");
    if (kind.isThings() && user.isEmpty()) {
      credentials.problem("username", "the application, such as meters@ttn");
    }
    if (kind.isThings() && password.isEmpty()) {
      credentials.problem("password", "an API key of the application");
    }
    return new Login(user, password(password));
  }

  /** Asked of the host at each login, which may have a new one. */
  private static Supplier<Optional<Password>> password(Optional<Secret> secret) {
    return () ->
        secret.map(
            known ->
                new Password(
                    known
                        .value()
                        .orElseThrow(
                            () ->
                                new IllegalStateException(
                                    "the host has no " + known + " any more")),
                    Optional.empty()));
  }

  private static Optional<TlsSettings> tls(
      Keys section, Optional<TlsSettings> given, Keys credentials, Type type, boolean isWanted) {
    if (!isWanted && given.isEmpty()) {
      return Optional.empty();
    }
    Optional<TlsSettings.Part> trust =
        secret(credentials, "caCert").map(text -> part("caCert", text, Optional.empty()));
    return Optional.of(
        new TlsSettings(
            given.flatMap(TlsSettings::own).or(() -> own(credentials, type)),
            given.flatMap(TlsSettings::trust).or(() -> trust),
            TlsSettings.ClientAuth.NONE,
            section.textIfGiven("serverName"),
            section.flag("verifyHost", true)));
  }

  private static Optional<TlsSettings.Own> own(Keys credentials, Type type) {
    if (type != Type.CERTIFICATE) {
      return Optional.empty();
    }
    Optional<Secret> certificate = secret(credentials, "cert");
    Optional<Secret> key = secret(credentials, "privateKey");
    if (certificate.isEmpty()) {
      credentials.problem("cert", "the client's certificate, in PEM");
    }
    if (key.isEmpty()) {
      credentials.problem("privateKey", "the private key of the certificate, in PEM");
    }
    Optional<Secret> password =
        secret(credentials, "privateKeyPassword").or(() -> secret(credentials, "password"));
    return certificate.flatMap(
        text ->
            key.map(
                secret ->
                    new TlsSettings.Own(
                        part("cert", text, password),
                        Optional.of(part("privateKey", secret, password)))));
  }

  private static TlsSettings.Part part(String key, Secret text, Optional<Secret> password) {
    return new TlsSettings.Part(PATH + "." + key, Optional.of(text), Optional.empty(), password);
  }

  /** What forms send for nothing is an empty text. */
  private static Optional<Secret> secret(Keys keys, String key) {
    return keys.textIfGiven(key).filter(text -> !text.isBlank()).flatMap(text -> keys.secret(key));
  }
}
