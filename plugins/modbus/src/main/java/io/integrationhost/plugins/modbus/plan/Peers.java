package io.integrationhost.plugins.modbus.plan;

import io.integrationhost.kit.settings.ClientSettings;
import io.integrationhost.kit.settings.TlsSettings;
import java.time.Duration;
import java.util.Optional;

/** Peers that share all but their address with what the slice says for all. */
final class Peers {

  private Peers() {}

  static ClientSettings of(
      ClientSettings common,
      String host,
      int port,
      Duration connectTimeout,
      Optional<TlsSettings> tls) {
    return new ClientSettings(
        host,
        port,
        connectTimeout,
        common.retry(),
        common.sockets(),
        common.uplinks(),
        common.times(),
        common.maxBufferedBytes(),
        common.connectionMetadata(),
        tls);
  }
}
