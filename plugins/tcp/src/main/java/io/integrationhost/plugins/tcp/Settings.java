package io.integrationhost.plugins.tcp;

import com.typesafe.config.Config;
import io.integrationhost.plugin.TransportException;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Optional;

/** A slice, checked. */
record Settings(
    SocketSettings socket,
    Limits limits,
    boolean connectionMetadata,
    boolean appendLineEndToDownlinks,
    Framing framing) {

  /**
   * Reads either form.
   *
   * @param config the slice over {@code plugin.conf}
   * @throws TransportException that names every key that cannot be used
   */
  static Settings read(Config config) {
    var keys = new Keys(config);
    boolean official = OfficialForm.isGiven(config);
    Optional<InetAddress> address = bindAddress(keys);
    var settings =
        new Settings(
            official ? OfficialForm.socket(keys, address) : ConversationForm.socket(keys, address),
            new Limits(
                keys.whole("maxConnections", 1, 1_000_000),
                keys.whole("maxUnansweredPerConnection", 1, 65_536),
                keys.whole("maxUnanswered", 1, 1_000_000),
                keys.whole("idleTimeoutSeconds", 0, 31_536_000)),
            keys.flag("connectionMetadata", false),
            keys.flag("appendLineEndToDownlinks", official),
            official ? OfficialForm.framing(keys) : ConversationForm.framing(keys));
    keys.check();
    return settings;
  }

  private static Optional<InetAddress> bindAddress(Keys keys) {
    Optional<String> text = keys.text("bindAddress");
    Optional<InetAddress> address = text.flatMap(Settings::literal);
    if (text.isPresent() && address.isEmpty()) {
      keys.problem("bindAddress", text.get(), "an IP address of this machine, or localhost");
    }
    return address;
  }

  /** Never asks a name server: that would block. */
  private static Optional<InetAddress> literal(String text) {
    if (text.equalsIgnoreCase("localhost")) {
      return Optional.of(InetAddress.getLoopbackAddress());
    }
    return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(text));
  }
}
