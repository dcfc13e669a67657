package io.integrationhost.distribution;

import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.testkit.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** Integrations as tenants configure them, for tests. */
final class Integrations {

  private static final String GUIDE_CLASS =
      "org.thingsboard.integration.custom.basic.CustomIntegration";

  private Integrations() {}

  /** An integration of the guide: one port, readings of three numbers. */
  static EmulatedIntegration guide(String key, int port) {
    return EmulatedIntegration.builder(key, secret(key))
        .name(key)
        .configuration(custom("{\"port\": " + port + "}"))
        .uplinkConverter(decoder(key, "temperature"))
        .build();
  }

  /** The guide's converter, with another name for the first number. */
  static EmulatedConverter decoder(String name, String first) {
    return EmulatedConverter.of(
        name + " converter",
        """
        {"scriptLang": "JS", "decoder": "var v = String.fromCharCode.apply(String, payload)\
        .split(','); return {deviceName: 'unnamed', deviceType: 'sensor', telemetry: {%s:\
         Number(v[0]), humidity: Number(v[1]), batteryLevel: Number(v[2])}};"}
        """
            .formatted(first));
  }

  static String custom(String own) {
    return """
        {"clazz": "%s", "configuration": "%s", "metadata": {}}
        """
        .formatted(GUIDE_CLASS, own.replace("\"", "\\\""));
  }

  static String secret(String key) {
    return key + "-secret";
  }

  /** One that nobody listens on, and that this process alone gives out. */
  static int freePort() {
    return FreePort.find();
  }

  static boolean isListening(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
