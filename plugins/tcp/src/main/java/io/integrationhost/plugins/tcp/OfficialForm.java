package io.integrationhost.plugins.tcp;

import com.typesafe.config.Config;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;

/**
 * The configuration of ThingsBoard's own TCP integration. Keys of handlers other than the chosen
 * one are expected and not looked at: ThingsBoard's form sends them.
 */
final class OfficialForm {

  private static final String CLIENT = "clientConfiguration";

  private enum Handler {
    TEXT,
    BINARY,
    JSON
  }

  private OfficialForm() {}

  /** Tells the form apart from {@code plugin.conf}, which lists the same keys as null. */
  static boolean isGiven(Config config) {
    return config.hasPath(CLIENT) && !config.getConfig(CLIENT).entrySet().isEmpty();
  }

  static ServerSettings server(Keys keys) {
    Keys client = keys.section(CLIENT);
    var sockets =
        new ServerSettings.Sockets(
            client.whole("soBacklogOption", 1, 65_535, 128),
            client.whole("soRcvBuf", 1, 65_535, 64) * 1024,
            client.whole("soSndBuf", 1, 65_535, 64) * 1024,
            client.flag("soKeepaliveOption", false),
            client.flag("tcpNoDelay", true));
    return ServerSettings.read(keys, client.whole("port", 0, 65_535, 10_560), sockets);
  }

  static Form.Frames frames(Keys keys) {
    Keys handler = keys.section(CLIENT).section("handlerConfiguration");
    String key = handler.given("handlerType") ? "handlerType" : "type";
    Handler chosen = handler.choice(key, Handler.class, Handler.BINARY);
    return new Frames(handler, 128).of(Frames.Kind.valueOf(chosen.name()));
  }
}
