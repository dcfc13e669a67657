package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.Framing;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugin.ContentType;
import java.time.Duration;
import java.util.Optional;

/** How a transport talks with its devices. */
sealed interface Form {

  /** What the built-in sensor does. */
  record Sensor(String name, Duration interval) {}

  /**
   * Greeting, readings and answers as text; {@code plugin.conf} holds the rules.
   *
   * @param quietTime the pause that ends a message without line end; zero: no pause does
   * @param greetingTimeout how long an unfinished greeting may pause
   * @param maxMessageLength in bytes, without the line end
   */
  record Greeted(
      Duration quietTime, Duration greetingTimeout, int maxMessageLength, Optional<Sensor> sensor)
      implements Form {

    static Greeted read(Keys keys) {
      return new Greeted(
          Duration.ofMillis(keys.whole("quietTimeMs", 0, 60_000)),
          Duration.ofMillis(keys.whole("greetingTimeoutMs", 0, 600_000)),
          keys.whole("maxMessageLength", 1, Framing.LONGEST),
          sensor(keys));
    }

    private static Optional<Sensor> sensor(Keys keys) {
      String name = keys.text("sensorName", "");
      Optional<Integer> interval = keys.wholeIfGiven("msgGenerationIntervalMs", 1, 86_400_000);
      boolean isNamed = Greeting.in(BuiltInSensor.greeting(name)) instanceof Greeting.Named;
      if (interval.isPresent() && !isNamed) {
        keys.problem("sensorName", "a device name of 1 to 255 characters");
      }
      return interval.map(ms -> new Sensor(name, Duration.ofMillis(ms)));
    }

    Framing<Inbound> framing() {
      return Framing.netty(() -> new ConversationDecoder(this), Inbound.class);
    }
  }

  /**
   * Frames for the converter.
   *
   * @param type what they hold
   */
  record Frames(Framing<byte[]> framing, ContentType type) implements Form {}
}
