package io.integrationhost.plugins.teltonika;

import io.integrationhost.kit.Framing;
import io.integrationhost.kit.transport.Kit;
import io.integrationhost.kit.transport.KitTransport;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.plugins.teltonika.codec.Datagram;
import io.integrationhost.plugins.teltonika.codec.Inbound;
import io.integrationhost.plugins.teltonika.codec.StreamDecoder;
import java.time.Duration;
import java.util.Set;

/** The plugin {@code teltonika}. */
public final class TeltonikaPlugin implements TransportPlugin {

  private final Kit kit = new Kit("teltonika");

  @Override
  public Transport create(TransportContext context) {
    Settings settings = Settings.read(context);
    KitTransport.Builder builder = kit.transport(context, settings.keys());
    var reports = new Reports(context);
    var frames = new FrameIntake(settings, reports, context.clock());
    int longest = settings.maxFrameLength();
    settings
        .tcp()
        .ifPresent(
            port ->
                builder.tcp(
                    port,
                    Framing.netty(() -> new StreamDecoder(longest), Inbound.class),
                    session -> new TcpConversation(session, settings, frames, reports, context)));
    settings
        .udp()
        .ifPresent(
            port ->
                builder.udp(
                    port,
                    // Its end is the pause that ends a packet, wherever it says that it ends.
                    Framing.quiet(Duration.ofSeconds(1), Datagram.HEADER + longest)
                        .limitedBy("maxFrameLength"),
                    session -> new UdpConversation(session, settings, frames, reports)));
    return builder
        .oneSessionPerDevice()
        .unreachable(
            "has no TCP connection now; a tracker is reached only while it keeps its connection open"
                + " (its setting 'open link timeout'), and never over UDP")
        .health(() -> new Health(Health.Status.UP, reports.summary()))
        .build();
  }

  /** A custom integration whose class name is {@code teltonika}. */
  @Override
  public Set<String> serves() {
    return Set.of("teltonika");
  }

  /** Ends all threads of the plugin; takes a few seconds at most. */
  @Override
  public void close() {
    kit.close();
  }
}
