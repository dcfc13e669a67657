package io.integrationhost.workbench.dev;

import com.google.gson.JsonObject;
import com.typesafe.config.ConfigUtil;
import io.integrationhost.emulator.DebugSettings;
import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.EmulatedIntegrationBuilder;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.IntegrationHandle;
import io.integrationhost.emulator.ReceivedItem;
import io.integrationhost.host.Host;
import io.integrationhost.host.board.StatusListener;
import io.integrationhost.host.settings.SettingsLoader;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A stand-in for ThingsBoard and a host with one integration, named {@code dev}, in this process
 * and connected over a real link. The integration uses the plugin that its configuration names, or
 * the only one.
 */
public final class Workbench implements AutoCloseable {

  /** The integration's name in statuses and logs. */
  public static final String INTEGRATION = "dev";

  private static final DebugSettings FAILURES = new DebugSettings(true, false, 0);
  private static final String KEY = "dev-routing-key";
  private static final String SECRET = "dev-secret";

  private final Emulator emulator;
  private final Host host;

  private Workbench(Emulator emulator, Host host) {
    this.emulator = emulator;
    this.host = host;
  }

  /**
   * Starts both; the integration is under way when this returns.
   *
   * @param statuses hears what becomes of the integration
   * @param received hears each item on a thread of the emulator; must not block
   */
  public static Workbench start(
      WorkbenchSettings settings, StatusListener statuses, Consumer<ReceivedItem> received) {
    Emulator emulator =
        Emulator.start(
            EmulatorSettings.builder()
                .integration(integration(settings))
                .itemListener(received)
                .build());
    boolean started = false;
    try {
      Host host =
          Host.start(
              new SettingsLoader(settings.data(), Map.of())
                  .loadText(hostSettings(settings, emulator.port())),
              Clock.systemUTC(),
              List.of(statuses));
      started = true;
      return new Workbench(emulator, host);
    } finally {
      if (!started) {
        emulator.close();
      }
    }
  }

  private static String hostSettings(WorkbenchSettings settings, int port) {
    return """
        thingsboard { host = "127.0.0.1", port = %d }
        integrations { %s { routing-key = "%s", secret = "%s" } }
        plugins { directory = %s, poll-interval = 250ms }
        data-directory = %s
        """
        .formatted(
            port,
            INTEGRATION,
            KEY,
            SECRET,
            ConfigUtil.quoteString(settings.plugins().toString()),
            ConfigUtil.quoteString(settings.data().toString()));
  }

  private static EmulatedIntegration integration(WorkbenchSettings settings) {
    DebugSettings debug =
        settings.allEvents() ? new DebugSettings(true, false, Long.MAX_VALUE) : FAILURES;
    EmulatedIntegrationBuilder builder =
        EmulatedIntegration.builder(KEY, SECRET)
            .name(INTEGRATION)
            .type(WorkbenchSettings.TYPE)
            .configuration(settings.asThingsBoard())
            .uplinkConverter(converter("uplink", "decoder", settings.decoder(), debug));
    if (settings.allEvents()) {
      builder.debug(debug);
    }
    settings
        .encoder()
        .map(script -> converter("downlink", "encoder", script, debug))
        .ifPresent(builder::downlinkConverter);
    return builder.build();
  }

  private static EmulatedConverter converter(
      String direction, String key, String script, DebugSettings debug) {
    JsonObject converter = new JsonObject();
    converter.addProperty("scriptLang", "JS");
    converter.addProperty(key, script);
    return EmulatedConverter.of(INTEGRATION + " " + direction + " converter", converter.toString())
        .withDebug(debug);
  }

  public Host host() {
    return host;
  }

  /** The integration on the side of the stand-in: what it received, pushes, faults. */
  public IntegrationHandle thingsBoard() {
    return emulator.integration(KEY);
  }

  @Override
  public void close() {
    host.close();
    emulator.close();
  }
}
