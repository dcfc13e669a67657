package io.integrationhost.plugins.mqtt;

import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugins.mqtt.session.Login;
import java.time.Clock;
import java.util.Optional;

/** How a device logs in to Azure IoT Hub. */
final class Azure {

  private static final String VERSION = "2018-06-30";

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

  /** With a key, of which a password is made that ends. */
  static Login sas(Keys credentials, Device device, Clock clock) {
    credentials.say("type", "is sas, which this version cannot do yet; use cert.PEM");
    return new Login(Optional.of(device.user()), Optional::empty);
  }
}
