package io.integrationhost.kit;

import io.integrationhost.kit.run.LoadedTls;
import io.integrationhost.kit.settings.TlsSettings;
import io.integrationhost.plugin.TransportException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What settings of TLS stand for, for libraries that speak TLS or DTLS by themselves.
 *
 * @param key our private key; empty without a certificate
 * @param chain our certificate, and behind it those that lead to the trusted one
 * @param trusted who may sign the peer's certificate; empty: those whom Java trusts
 */
public record TlsMaterial(
    Optional<PrivateKey> key, List<X509Certificate> chain, List<X509Certificate> trusted) {

  /**
   * Copies the lists.
   *
   * @param key as of the record
   * @param chain as of the record
   * @param trusted as of the record
   */
  public TlsMaterial {
    chain = List.copyOf(chain);
    trusted = List.copyOf(trusted);
  }

  /**
   * Reads texts and files as they are now. Blocks while it reads.
   *
   * @param settings of a server or a client
   * @return what they stand for
   * @throws TransportException of kind CONFIGURATION; names the key or file that cannot be used
   */
  public static TlsMaterial read(TlsSettings settings) {
    LoadedTls loaded = LoadedTls.read(settings);
    return new TlsMaterial(loaded.key(), loaded.chain(), loaded.trusted());
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "TlsMaterial[" + chain.size() + " certificates, " + trusted.size() + " trusted]";
  }
}
