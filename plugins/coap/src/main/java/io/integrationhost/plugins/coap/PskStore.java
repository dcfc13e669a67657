package io.integrationhost.plugins.coap;

import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.settings.Secret;
import io.integrationhost.plugin.TransportException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
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

/**
 * The shared keys of all transports on a port. They may stand in files, which a handshake does not
 * wait for: they are read when their transport comes, and again now and then. Thread-safe.
 */
final class PskStore implements AdvancedPskStore {

  private static final class Entry {
    final String identity;
    final Secret secret;
    final CoapTransport owner;
    private volatile Optional<byte[]> key = Optional.empty();

    Entry(String identity, Secret secret, CoapTransport owner) {
      this.identity = identity;
      this.secret = secret;
      this.owner = owner;
    }

    /** One that is gone lets nobody in. */
    void read() {
      try {
        key = Optional.of(Settings.bytes(identity, secret));
      } catch (TransportException e) {
        key = Optional.empty();
        owner.warn("psk", e::getMessage);
      }
    }
  }

  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /**
   * Takes the keys of a transport; waits for files.
   *
   * @throws TransportException when another one has a device of the same identity
   */
  void add(CoapTransport transport) {
    transport
        .settings()
        .psk()
        .forEach(
            (identity, secret) -> {
              var entry = new Entry(identity, secret, transport);
              Entry there = entries.putIfAbsent(identity, entry);
              if (there == null) {
                entry.read();
              } else if (there.owner != transport) {
                throw Refusal.configuration(
                    "psk."
                        + identity
                        + " is an identity of "
                        + there.owner.label()
                        + ", too, on the same port; give it another identity");
              }
            });
  }

  /** Reads all keys again; waits for files. */
  void lookAgain() {
    entries.values().forEach(Entry::read);
  }

  /** Takes the keys of a transport away, and tells their identities. */
  Set<String> remove(CoapTransport transport) {
    Set<String> gone = new HashSet<>();
    entries.forEach(
        (identity, entry) -> {
          if (entry.owner == transport && entries.remove(identity, entry)) {
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
    SecretKey key = entry.key.map(bytes -> SecretUtil.create(bytes, "PSK")).orElse(null);
    return new PskSecretResult(cid, identity, key);
  }

  @Override
  public PskPublicInformation getIdentity(InetSocketAddress peer, ServerNames virtualHost) {
    return null;
  }

  @Override
  public void setResultHandler(HandshakeResultHandler resultHandler) {}
}
