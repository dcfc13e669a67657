package io.integrationhost.kit.transport;

import io.integrationhost.kit.run.FollowedTls;
import io.integrationhost.kit.run.ProxyHeader;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.plugin.Wire;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What a new connection goes through before its conversation begins: is there room, who is behind
 * the proxy, may it come, is its TLS good. Belongs to the connection's loop.
 */
final class Arrival {

  private final Channel channel;
  private final Port<?> port;
  private final ServerSettings settings;
  private final Service service;
  private InetSocketAddress remote;
  private Admission.Member guest;

  Arrival(Channel channel, Port<?> port) {
    this.channel = channel;
    this.port = port;
    this.settings = port.settings();
    this.service = port.service();
  }

  void begin() {
    remote = service.net().remote(channel);
    if (port.isStopping() || remote == null) {
      close();
      return;
    }
    Optional<Admission.Member> admitted =
        port.admission().admit(service.net().nanoTime(), this::close);
    if (admitted.isEmpty()) {
      refuse(Wire.Refusal.LIMIT, "maxConnections is " + settings.connections().most());
      return;
    }
    guest = admitted.get();
    channel.closeFuture().addListener(closed -> port.admission().left(guest));
    channel.config().setRecvByteBufAllocator(new Reads(port.ledger(channel.eventLoop())));
    settings
        .access()
        .trustedProxies()
        .ifPresentOrElse(
            proxies -> channel.pipeline().addLast(new ProxyHeader(proxies, remote, new OfProxy())),
            this::identify);
  }

  private final class OfProxy implements ProxyHeader.Outcome {
    @Override
    public void admitted(InetSocketAddress client) {
      remote = client;
      identify();
    }

    @Override
    public void refused(String why) {
      turnAway(Wire.Refusal.PROXY, why);
    }
  }

  private void identify() {
    boolean allowed =
        settings.access().allow().map(all -> all.contains(remote.getAddress())).orElse(true);
    if (!allowed) {
      turnAway(Wire.Refusal.ADDRESS, "its address is not in allow");
    } else if (port.admission().identify(guest, remote.getAddress())) {
      port.tls().ifPresentOrElse(this::shakeHands, () -> equip(Optional.empty(), new Kept()));
    } else {
      refuse(
          Wire.Refusal.LIMIT,
          "maxConnectionsPerAddress is " + settings.connections().mostPerAddress());
    }
  }

  private void shakeHands(FollowedTls tls) {
    SslHandler handler = tls.accepted(channel.alloc(), service.shared().loops().computing());
    port.handshakes(1);
    handler.handshakeFuture().addListener(done -> port.handshakes(-1));
    Handshake.begin(
        channel,
        handler,
        this::equip,
        cause -> turnAway(Wire.Refusal.TLS, "TLS did not come about: " + cause.getMessage()));
  }

  private void equip(Optional<String> certificateName, Kept kept) {
    var peer =
        Peer.of(
            service.nextSession(),
            remote,
            service.net().local(channel),
            certificateName,
            settings.connectionMetadata());
    port.equip(channel, peer, guest, kept);
  }

  /** For a reason that the port counts itself. */
  private void turnAway(Wire.Refusal kind, String why) {
    port.admission().refuse();
    refuse(kind, why);
  }

  private void refuse(Wire.Refusal kind, String why) {
    service.wire().refused(kind);
    service
        .reports()
        .warn("refused " + kind, () -> "connection from " + remote + " closed: " + why);
    close();
  }

  private void close() {
    var unused = channel.close();
  }
}
