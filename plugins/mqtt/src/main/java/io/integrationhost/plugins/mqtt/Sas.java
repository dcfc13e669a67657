package io.integrationhost.plugins.mqtt;

import io.integrationhost.kit.Bytes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs a device in at an Azure IoT hub: a password that ends. Immutable. */
final class Sas {

  private final String host;
  private final byte[] key;

  private Sas(String host, byte[] key) {
    this.host = host;
    this.key = key;
  }

  /**
   * What signs for a device.
   *
   * @param host of the hub, as it was typed
   * @param sasKey the device's key in Base64, as the hub shows it
   * @throws IllegalArgumentException when the key cannot be one; the message does not hold it
   */
  static Sas of(String host, String sasKey) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(sasKey.strip());
    } catch (IllegalArgumentException e) {
      // Its message would show a character of the key, so it is no cause.
      throw new IllegalArgumentException(
          "sasKey is not Base64 (expected: the device's primary or secondary key, as the hub shows"
              + " it)");
    }
    if (key.length == 0) {
      throw new IllegalArgumentException(
          "sasKey is empty (expected: the device's primary or secondary key, as the hub shows it)");
    }
    return new Sas(host, key);
  }

  /**
   * A password for some time.
   *
   * @param now when it begins
   * @param validity how long it is good, at least a minute
   */
  Token token(Instant now, Duration validity) {
    Instant end = now.plus(validity);
    return new Token(
        password(end.getEpochSecond()), now.plus(validity.multipliedBy(4).dividedBy(5)), end);
  }

  /**
   * The password that is good until a time.
   *
   * @param expiry seconds since 1970-01-01 UTC
   */
  String password(long expiry) {
    String resource = URLEncoder.encode(host.toLowerCase(Locale.ROOT), StandardCharsets.UTF_8);
    byte[] signature;
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      signature = mac.doFinal(Bytes.utf8(resource + "\n" + expiry));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot sign with HmacSHA256", e);
    }
    String encoded = Base64.getEncoder().encodeToString(signature);
    return "SharedAccessSignature sr="
        + resource
        + "&sig="
        + URLEncoder.encode(encoded, StandardCharsets.UTF_8)
        + "&se="
        + expiry;
  }

  @Override
  public String toString() {
    return "Sas[" + host + "]";
  }

  /**
   * A password and its times.
   *
   * @param password for CONNECT
   * @param renewAt when to connect again with a new one: a fifth of its time before its end
   * @param end when the hub closes the connection
   */
  record Token(String password, Instant renewAt, Instant end) {
    @Override
    public String toString() {
      return "Token[until " + end + "]";
    }
  }
}
