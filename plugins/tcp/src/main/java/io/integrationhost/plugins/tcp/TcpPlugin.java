package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.LimitedLog;
import io.integrationhost.kit.transport.Kit;
import io.integrationhost.kit.transport.KitTransport;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
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
    if (settings.form() instanceof Form.Greeted greeted) {
      LimitedLog limited = log(context);
      builder
          .tcp(
              settings.server(),
              greeted.framing(),
              session -> new GreetedConversation(session, limited, settings.text()))
          .unreachable("has not greeted on any open connection");
    } else if (settings.form() instanceof Form.Frames frames) {
      builder.tcp(
          settings.server(),
          frames.framing(),
          session ->
              new FrameConversation(session, frames.type(), settings.text(), settings.replies()));
    }
    return new TcpTransport(builder.build(), settings, context);
  }

  private static LimitedLog log(TransportContext context) {
    return new LimitedLog(
        log,
        "integration '" + context.integration() + "', transport '" + context.transport() + "'");
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
