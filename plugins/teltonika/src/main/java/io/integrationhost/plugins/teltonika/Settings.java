package io.integrationhost.plugins.teltonika;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.kit.settings.ServerSettings.PortName;
import io.integrationhost.kit.settings.ServerSettings.Sockets;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugins.teltonika.codec.Imei;
import io.integrationhost.plugins.teltonika.telemetry.ElementReader;
import io.integrationhost.plugins.teltonika.telemetry.Elements;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a slice says: legal values, and the keys that hold what is wrong.
 *
 * @param maxFrameLength bytes in the data field of a frame
 */
record Settings(
    Keys keys,
    Optional<ServerSettings> tcp,
    Optional<ServerSettings> udp,
    int maxFrameLength,
    Naming naming,
    Elements elements,
    Commands commands,
    Poison poison) {

  private static final int DAY = 86_400;

  /** As much as systems give a port for datagrams unless they are asked: nobody sends slower. */
  private static final Sockets UDP_SOCKETS = new Sockets(1, 212_992, 65_536, false, false);

  /**
   * How commands are sent.
   *
   * @param responseTime how long a response may take
   * @param patience how long a command may wait before it is sent
   * @param mostWaiting how many commands of one device may wait
   * @param lineEnd whether CR LF follows a text
   */
  record Commands(Duration responseTime, Duration patience, int mostWaiting, boolean lineEnd) {}

  /**
   * What is done about a device that sends for ever a frame which cannot be accepted.
   *
   * @param alarmAfter how often the same frame is refused before an alarm
   * @param release whether the frame is then stored as it is and answered as accepted
   */
  record Poison(int alarmAfter, boolean release) {}

  /** Reads a slice. */
  static Settings read(TransportContext context) {
    // A device has one frame on its way at most: its answer says how many records are safe.
    Config config =
        context.config().withValue("maxUnansweredPerConnection", ConfigValueFactory.fromAnyRef(1));
    Keys keys = Keys.of(config, context.overlay(), context::secret);
    Optional<Integer> tcp = keys.wholeIfGiven("port", 0, 65_535);
    Optional<Integer> udp = keys.wholeIfGiven("udpPort", 0, 65_535);
    if (!keys.given("port") && !keys.given("udpPort")) {
      keys.say("port", "is missing, give port, udpPort or both");
    }
    var server = ServerSettings.read(keys, tcp.orElse(0), Sockets.read(keys));
    return new Settings(
        keys,
        tcp.map(port -> server.named(new PortName("port", "TCP port"))),
        udp.map(
            port ->
                server
                    .withPort(port)
                    .withSockets(UDP_SOCKETS)
                    .named(new PortName("udpPort", "UDP port"))),
        keys.whole("maxFrameLength", 64, 65_000),
        naming(keys),
        elements(config, keys),
        new Commands(
            Duration.ofSeconds(keys.whole("commands.responseTimeoutSeconds", 1, DAY)),
            Duration.ofSeconds(keys.whole("commands.waitSeconds", 1, DAY)),
            keys.whole("commands.maxWaiting", 1, 1000),
            keys.flag("commands.lineEnd", false)),
        new Poison(
            keys.whole("poisonFrames.alarmAfter", 2, 1_000_000),
            keys.flag("poisonFrames.release", false)));
  }

  private static Naming naming(Keys keys) {
    Set<Imei> allowed = new HashSet<>();
    for (String text : keys.texts("allowedImeis")) {
      Imei.parse(text)
          .ifPresentOrElse(allowed::add, () -> keys.problem("allowedImeis", "IMEIs of 15 digits"));
    }
    String pattern = keys.text("deviceName", "");
    if (!pattern.contains(Naming.PLACEHOLDER)) {
      keys.problem("deviceName", "a name that contains " + Naming.PLACEHOLDER);
    }
    String type = keys.text("deviceType", "");
    if (type.isBlank()) {
      keys.problem("deviceType", "the name of a device profile");
    }
    return new Naming(allowed, pattern, type);
  }

  private static Elements elements(Config config, Keys keys) {
    boolean given = keys.given("ioElements");
    if (given && config.getValue("ioElements") instanceof ConfigObject changes) {
      List<String> problems = new ArrayList<>();
      Elements elements = ElementReader.read(changes, problems);
      problems.forEach(problem -> keys.say("ioElements", problem));
      return elements;
    }
    if (given) {
      keys.problem("ioElements", "an object");
    }
    return Elements.standard();
  }
}
