package io.integrationhost.plugins.teltonika;

import com.typesafe.config.Config;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugins.teltonika.codec.Imei;
import io.integrationhost.plugins.teltonika.telemetry.ElementReader;
import io.integrationhost.plugins.teltonika.telemetry.Elements;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A slice, checked. */
record Settings(
    Ports ports,
    Limits limits,
    Naming naming,
    Elements elements,
    CommandRule commands,
    PoisonRule poison) {

  private static final int DAY = 86_400;

  /**
   * Reads a slice.
   *
   * @param config the slice over {@code plugin.conf}
   * @throws TransportException that names every key that cannot be used
   */
  static Settings read(Config config) {
    var keys = new Keys(config);
    var settings =
        new Settings(
            ports(keys),
            new Limits(
                keys.whole("maxConnections", 1, 1_000_000),
                keys.whole("maxUnanswered", 1, 1_000_000),
                keys.whole("maxUnansweredDatagrams", 1, 1_000_000),
                keys.whole("maxFrameLength", 64, 65_000),
                keys.whole("loginTimeoutSeconds", 1, DAY),
                keys.whole("frameTimeoutSeconds", 1, DAY),
                keys.whole("idleTimeoutSeconds", 0, 365 * DAY)),
            new Naming(allowed(keys), pattern(keys), type(keys)),
            keys.section("ioElements", ElementReader::read),
            new CommandRule(
                keys.whole("commands.responseTimeoutSeconds", 1, DAY),
                keys.whole("commands.waitSeconds", 1, DAY),
                keys.whole("commands.maxWaiting", 1, 1000),
                keys.flag("commands.lineEnd")),
            new PoisonRule(
                keys.whole("poisonFrames.alarmAfter", 2, 1_000_000),
                keys.flag("poisonFrames.release")));
    keys.check();
    return settings;
  }

  private static Ports ports(Keys keys) {
    Optional<Integer> tcp = keys.wholeIfGiven("port", 0, 65_535);
    Optional<Integer> udp = keys.wholeIfGiven("udpPort", 0, 65_535);
    if (!keys.isGiven("port") && !keys.isGiven("udpPort")) {
      keys.problem("port is missing (expected port, udpPort or both)");
    }
    Optional<String> text = keys.text("bindAddress");
    Optional<InetAddress> address = text.flatMap(Settings::literal);
    if (text.isPresent() && address.isEmpty()) {
      keys.problem("bindAddress", text.get(), "an IP address of this machine, or localhost");
    }
    return new Ports(address, tcp, udp);
  }

  /** Never asks a name server: that would block. */
  private static Optional<InetAddress> literal(String text) {
    if (text.equalsIgnoreCase("localhost")) {
      return Optional.of(InetAddress.getLoopbackAddress());
    }
    return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(text));
  }

  private static Set<Imei> allowed(Keys keys) {
    Set<Imei> allowed = new HashSet<>();
    for (String text : keys.texts("allowedImeis")) {
      Optional<Imei> imei = Imei.parse(text);
      imei.ifPresent(allowed::add);
      if (imei.isEmpty()) {
        keys.problem("allowedImeis", text, "IMEIs of 15 digits");
      }
    }
    return allowed;
  }

  private static String pattern(Keys keys) {
    String pattern = keys.text("deviceName").orElse("");
    if (!pattern.contains(Naming.PLACEHOLDER)) {
      keys.problem("deviceName", pattern, "a name that contains " + Naming.PLACEHOLDER);
    }
    return pattern;
  }

  private static String type(Keys keys) {
    String type = keys.text("deviceType").orElse("");
    if (type.isBlank()) {
      keys.problem("deviceType", type, "the name of a device profile");
    }
    return type;
  }
}
