package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.Framing;
import io.integrationhost.kit.LimitedLog;
import io.integrationhost.kit.transport.Kit;
import io.integrationhost.kit.transport.KitTransport;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugin {@code tcp}. */
public final class TcpPlugin implements TransportPlugin {

  private static final Logger log = LoggerFactory.getLogger(TcpPlugin.class);

  private final Kit kit = new Kit("tcp");

  @Override
  public Transport create(TransportContext context) {
    Settings settings = Settings.read(context);
    KitTransport.Builder builder = kit.transport(context, settings.keys());
    Optional<Settings.Sensor> sensor = Optional.empty();
    if (settings.form() instanceof Settings.Framed framed) {
      builder.tcp(
          settings.server(),
          framed.framing(),
          session -> new FrameConversation(session, framed.type(), settings.wording()));
    } else if (settings.form() instanceof Settings.Greeted greeted) {
      sensor = greeted.sensor();
      var label =
          "integration '" + context.integration() + "', transport '" + context.transport() + "'";
      var limited = new LimitedLog(log, label);
      builder
          .tcp(
              settings.server(),
              Framing.netty(() -> new ConversationDecoder(greeted), Inbound.class),
              session -> new GreetedConversation(session, limited, settings.wording()))
          .unreachable("has not greeted on any open connection");
    }
    KitTransport served = builder.build();
    return sensor.isEmpty() ? served : new SensorTransport(served, settings, sensor.get(), context);
  }

  @Override
  public Set<String> serves() {
    return Set.of("TCP", "org.thingsboard.integration.custom.basic.CustomIntegration");
  }

  /** Ends all threads of the plugin; takes a few seconds at most. */
  @Override
  public void close() {
    kit.close();
  }
}
