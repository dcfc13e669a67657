package io.integrationhost.kit.run;

import io.integrationhost.kit.settings.TlsSettings;
import io.integrationhost.plugin.TransportException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What settings of TLS stand for at one moment.
 *
 * @param key our own
 * @param chain our own
 * @param trusted of peers
 */
public record LoadedTls(
    Optional<PrivateKey> key, List<X509Certificate> chain, List<X509Certificate> trusted) {

  /**
   * Reads all.
   *
   * @param settings of either side
   * @return what stands there
   * @throws TransportException that names the part
   */
  public static LoadedTls read(TlsSettings settings) {
    try {
      Material material = Material.read(settings, new Contents(settings));
      if (material.identity().isPresent() && !material.identity().get().fits()) {
        throw new UnusableException(
            Contents.name(settings.own().orElseThrow().certificate())
                + " and its key do not belong together");
      }
      return new LoadedTls(
          material.identity().map(Identity::key),
          material.identity().map(Identity::chain).orElse(List.of()),
          material.trusted());
    } catch (UnusableException e) {
      throw new TransportException(TransportException.Kind.CONFIGURATION, e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return "LoadedTls[" + chain.size() + " certificates]";
  }
}
