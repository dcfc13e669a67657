package io.integrationhost.plugins.udp;

import io.integrationhost.kit.transport.Kit;
import io.integrationhost.kit.transport.KitTransport;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugin {@code udp}. */
public final class UdpPlugin implements TransportPlugin {

  private static final Logger log = LoggerFactory.getLogger(UdpPlugin.class);

  private final Kit kit = new Kit("udp");

  @Override
  public Transport create(TransportContext context) {
    Settings settings = Settings.read(context);
    KitTransport.Builder builder =
        kit.transport(context, settings.keys())
            .udp(
                settings.server(),
                new WholeDatagrams(settings.longest()),
                session ->
                    new DatagramConversation(session, settings.payload(), settings.replies()))
            .unreachable(
                "has no known address: it can be reached once an uplink of it was stored, and as"
                    + " long as its address is remembered");
    if (!settings.keepsAddresses()) {
      builder.noDownlinks();
    } else if (settings.replies().separator()) {
      builder.beside(
          on -> {
            log.info(
                "integration '{}', transport '{}': each downlink is followed by a second datagram"
                    + " that holds a line end, as ThingsBoard's own integration sends it; devices"
                    + " that do not bear it need separatorDatagram = false",
                context.integration(),
                context.transport());
            return () -> {};
          });
    }
    return builder.build();
  }

  @Override
  public Set<String> serves() {
    return Set.of("UDP");
  }

  /** Ends all threads of the plugin; takes a few seconds at most. */
  @Override
  public void close() {
    kit.close();
  }
}
