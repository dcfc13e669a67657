package io.integrationhost.plugins.mqtt;

import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.Secret;
import io.integrationhost.plugins.mqtt.session.Login;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** How a device logs in to Azure IoT Hub. */
final class Azure {

  private static final String VERSION = "2018-06-30";

  /** A stolen password is worth no more; a clock may be hours wrong. */
  private static final Duration VALIDITY = Duration.ofHours(24);

  private Azure() {}

  /**
   * A device of a hub.
   *
   * @param host of the hub
   * @param id of the device, which is the client id
   */
  record Device(String host, String id) {

    String user() {
      return host + "/" + id + "/?api-version=" + VERSION;
    }
  }

  /**
   * With a key, of which passwords are made that end.
   *
   * @param credentials holds the key, and what is wrong with it
   * @param device whose key it is
   * @param clock of the passwords' times
   */
  static Login sas(Keys credentials, Device device, Clock clock) {
    Optional<Secret> key =
        credentials
            .textIfGiven("sasKey")
            .filter(text -> !text.isBlank())
            .flatMap(text -> credentials.secret("sasKey"));
    if (key.isEmpty()) {
      credentials.problem("sasKey", "the device's primary or secondary key, as the hub shows it");
    }
    key.flatMap(Secret::value)
        .ifPresent(
            text -> {
              try {
                var unused = Sas.of(device.host(), text);
              } catch (IllegalArgumentException e) {
                credentials.say("sasKey", e.getMessage().substring("sasKey ".length()));
              }
            });
    return new Login(
        Optional.of(device.user()), () -> key.map(secret -> password(device, secret, clock)));
  }

  private static Login.Password password(Device device, Secret secret, Clock clock) {
    String key =
        secret
            .value()
            .orElseThrow(
                () -> new IllegalStateException("the host has no " + secret + " any more"));
    Sas.Token token = Sas.of(device.host(), key).token(clock.instant(), VALIDITY);
    return new Login.Password(token.password(), Optional.of(token.renewAt()));
  }
}
