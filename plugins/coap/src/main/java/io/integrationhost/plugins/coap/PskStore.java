package io.integrationhost.plugins.coap;

import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.settings.Secret;
import io.integrationhost.plugin.TransportException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.SecretKey;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.PskPublicInformation;
import org.eclipse.californium.scandium.dtls.PskSecretResult;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedPskStore;
import org.eclipse.californium.scandium.util.SecretUtil;
import org.eclipse.californium.scandium.util.ServerNames;

/** The shared keys of all transports on a port, asked for at each handshake. Thread-safe. */
final class PskStore implements AdvancedPskStore {

  private record Entry(Secret secret, CoapTransport owner) {}

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /**
   * Takes the keys of a transport.
   *
   * @throws TransportException when another one has a device of the same identity
   */
  void add(CoapTransport transport) {
    transport
        .settings()
        .psk()
        .forEach(
            (identity, secret) -> {
              Entry there = entries.putIfAbsent(identity, new Entry(secret, transport));
              if (there != null && there.owner() != transport) {
                throw Refusal.configuration(
                    "psk."
                        + identity
                        + " is an identity of "
                        + there.owner().label()
                        + ", too, on the same port; give it another identity");
              }
            });
  }

  /** Takes the keys of a transport away, and tells their identities. */
  Set<String> remove(CoapTransport transport) {
    Set<String> gone = new HashSet<>();
    entries.forEach(
        (identity, entry) -> {
          if (entry.owner() == transport && entries.remove(identity, entry)) {
            gone.add(identity);
          }
        });
    return gone;
  }

  @Override
  public boolean hasEcdhePskSupported() {
    return true;
  }

  @Override
  public PskSecretResult requestPskSecretResult(
      ConnectionId cid,
      ServerNames serverName,
      PskPublicInformation identity,
      String hmacAlgorithm,
      SecretKey otherSecret,
      byte[] seed,
      boolean useExtendedMasterSecret) {
    String name = identity.getPublicInfoAsString();
    Entry entry = entries.get(name);
    if (entry == null) {
      return new PskSecretResult(cid, identity, null);
    }
    try {
      byte[] bytes = Settings.bytes(name, entry.secret());
      SecretKey key = SecretUtil.create(bytes, "PSK");
      Arrays.fill(bytes, (byte) 0);
      return new PskSecretResult(cid, identity, key);
    } catch (TransportException e) {
      entry.owner().warn("psk", e::getMessage);
      return new PskSecretResult(cid, identity, null);
    }
  }

  @Override
  public PskPublicInformation getIdentity(InetSocketAddress peer, ServerNames virtualHost) {
    return null;
  }

  @Override
  public void setResultHandler(HandshakeResultHandler resultHandler) {}
}
