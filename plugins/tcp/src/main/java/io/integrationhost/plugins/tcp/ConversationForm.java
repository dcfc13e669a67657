package io.integrationhost.plugins.tcp;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/** The form {@code {"port": 5555, "msgGenerationIntervalMs": 5000}}; defaults in plugin.conf. */
final class ConversationForm {

  private static final String INTERVAL = "msgGenerationIntervalMs";

  private ConversationForm() {}

  static SocketSettings socket(Keys keys, Optional<InetAddress> address) {
    return new SocketSettings(
        address,
        keys.whole("port", 0, 65_535),
        keys.whole("soBacklogOption", 1, 65_535),
        keys.whole("soRcvBuf", 1, 65_535) * 1024,
        keys.whole("soSndBuf", 1, 65_535) * 1024,
        keys.flag("soKeepaliveOption", true),
        keys.flag("tcpNoDelay", true));
  }

  static Framing framing(Keys keys) {
    return new Framing.Conversation(
        Duration.ofMillis(keys.whole("quietTimeMs", 0, 60_000)),
        Duration.ofMillis(keys.whole("greetingTimeoutMs", 0, 600_000)),
        keys.whole("maxMessageLength", 1, 16_777_216),
        sensor(keys));
  }

  private static Optional<SensorSettings> sensor(Keys keys) {
    if (keys.isAbsent(INTERVAL)) {
      return Optional.empty();
    }
    String name = keys.text("sensorName").orElse("");
    if (Greeting.in(BuiltInSensor.greeting(name)) instanceof Greeting.Named) {
      var interval = Duration.ofMillis(keys.whole(INTERVAL, 1, 86_400_000));
      return Optional.of(new SensorSettings(name, interval));
    }
    keys.problem("sensorName", name, "a device name of 1 to 255 characters");
    return Optional.empty();
  }
}
