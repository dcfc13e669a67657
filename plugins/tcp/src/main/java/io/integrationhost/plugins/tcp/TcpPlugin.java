package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.LimitedLog;
import io.integrationhost.kit.Session;
import io.integrationhost.kit.transport.Kit;
import io.integrationhost.kit.transport.KitTransport;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import java.util.Set;
import java.util.function.Function;
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
    if (settings.form() instanceof Settings.Framed framed) {
      serve(
          builder,
          settings,
          framed.framing(),
          session -> new FrameConversation(session, framed.type(), settings.wording()));
    } else if (settings.form() instanceof Settings.Greeted greeted) {
      var label =
          "integration '" + context.integration() + "', transport '" + context.transport() + "'";
      var limited = new LimitedLog(log, label);
      serve(
          builder.unreachable("has not greeted on any open connection"),
          settings,
          Framing.netty(() -> new ConversationDecoder(greeted), Inbound.class),
          session -> new GreetedConversation(session, limited, settings.wording()));
      Function<Settings.Sensor, Function<KitTransport, Runnable>> beside =
          sensor -> on -> new BuiltInSensor(settings.address(on.port()), sensor, context)::stop;
      greeted.sensor().map(beside).ifPresent(builder::beside);
    }
    return builder.build();
  }

  private static <F> void serve(
      KitTransport.Builder builder,
      Settings settings,
      Framing<F> framing,
      Function<Session<F>, Conversation<F>> conversation) {
    if (settings.listens()) {
      builder.tcp(settings.server(), framing, conversation);
    }
    settings.peers().forEach(peer -> builder.dial(peer, framing, conversation));
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
