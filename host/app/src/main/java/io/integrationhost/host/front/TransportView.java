package io.integrationhost.host.front;

import io.integrationhost.plugin.Endpoint;
import io.integrationhost.runtime.HostedTransport;
import io.integrationhost.runtime.Layers;
import io.integrationhost.runtime.PluginCopy;
import io.integrationhost.runtime.wire.TransportWire;
import java.util.List;
import java.util.Optional;

/**
 * A transport of an integration at one moment.
 *
 * @param copy what makes it
 * @param layers what it is configured with, <b>with secrets in clear</b>
 * @param reason what is wrong, for people; empty when all is well
 * @param hosted empty while its plugin has not made it
 */
public record TransportView(
    String name,
    PluginCopy copy,
    Layers layers,
    State state,
    String reason,
    Optional<HostedTransport> hosted) {

  /** How a transport is doing. */
  public enum State {
    STARTING,
    UP,
    DEGRADED,
    DOWN,
    STOPPED
  }

  /** What has passed on its sockets. */
  public Optional<TransportWire> wire() {
    return hosted.map(HostedTransport::wire);
  }

  /** The ports that it binds. */
  public List<Endpoint> listensOn() {
    return hosted.map(HostedTransport::listensOn).orElse(List.of());
  }
}
