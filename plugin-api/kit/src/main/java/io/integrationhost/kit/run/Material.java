package io.integrationhost.kit.run;

import io.integrationhost.kit.settings.Secret;
import io.integrationhost.kit.settings.TlsSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What settings of TLS stand for, read at one moment.
 *
 * @param identity who we are
 * @param trusted who may sign the peer's certificate; empty: those whom Java trusts
 */
record Material(Optional<Identity> identity, List<X509Certificate> trusted) {

  /** The first byte of a PKCS12 file; PEM is text. */
  private static final byte SEQUENCE = 0x30;

  static Material read(TlsSettings settings, Contents contents) throws UnusableException {
    Optional<Identity> identity = Optional.empty();
    if (settings.own().isPresent()) {
      identity = Optional.of(identity(settings.own().get(), contents));
    }
    List<X509Certificate> trusted = List.of();
    if (settings.trust().isPresent()) {
      trusted = trusted(settings.trust().get(), contents);
    }
    return new Material(identity, trusted);
  }

  private static Identity identity(TlsSettings.Own own, Contents contents)
      throws UnusableException {
    TlsSettings.Part part = own.certificate();
    byte[] bytes = contents.of(part);
    return named(
        part,
        () -> {
          if (isStore(bytes)) {
            return identity(store(bytes, part), part);
          }
          List<X509Certificate> chain = pem(bytes).certificates();
          TlsSettings.Part keyPart = own.key().orElse(part);
          byte[] keyBytes = own.key().isPresent() ? contents.of(keyPart) : bytes;
          PrivateKey key = named(keyPart, () -> pem(keyBytes).key(value(keyPart.password())));
          return new Identity(key, chain);
        });
  }

  private static Identity identity(KeyStore store, TlsSettings.Part part)
      throws UnusableException, GeneralSecurityException {
    for (String alias : Collections.list(store.aliases())) {
      Key key = store.getKey(alias, password(part));
      Certificate[] chain = store.getCertificateChain(alias);
      if (key instanceof PrivateKey own && chain != null) {
        return new Identity(own, Arrays.stream(chain).map(X509Certificate.class::cast).toList());
      }
    }
    throw new UnusableException("holds no private key with a certificate");
  }

  private static List<X509Certificate> trusted(TlsSettings.Part part, Contents contents)
      throws UnusableException {
    byte[] bytes = contents.of(part);
    return named(
        part,
        () -> {
          if (!isStore(bytes)) {
            return pem(bytes).certificates();
          }
          KeyStore store = store(bytes, part);
          List<X509Certificate> trusted = new ArrayList<>();
          for (String alias : Collections.list(store.aliases())) {
            if (store.getCertificate(alias) instanceof X509Certificate certificate) {
              trusted.add(certificate);
            }
          }
          if (trusted.isEmpty()) {
            throw new UnusableException("holds no certificate");
          }
          return trusted;
        });
  }

  private static boolean isStore(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == SEQUENCE;
  }

  private static Pem pem(byte[] bytes) {
    return new Pem(new String(bytes, StandardCharsets.UTF_8));
  }

  private static KeyStore store(byte[] bytes, TlsSettings.Part part)
      throws UnusableException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(new ByteArrayInputStream(bytes), password(part));
    } catch (IOException e) {
      throw new UnusableException("is no PKCS12 file, or its password is wrong or missing", e);
    }
    return store;
  }

  private static char[] password(TlsSettings.Part part) {
    return value(part.password()).orElse("").toCharArray();
  }

  private static Optional<String> value(Optional<Secret> secret) {
    return secret.flatMap(Secret::value);
  }

  /** Something that may fail in the ways of certificates. */
  private interface Reading<T> {
    T read() throws UnusableException, GeneralSecurityException;
  }

  /** Says in which part it failed. */
  private static <T> T named(TlsSettings.Part part, Reading<T> reading) throws UnusableException {
    try {
      return reading.read();
    } catch (GeneralSecurityException e) {
      throw new UnusableException(Contents.name(part) + " cannot be used: " + e.getMessage(), e);
    } catch (UnusableException e) {
      boolean isNamed = e.getMessage().startsWith("tls.");
      throw isNamed ? e : new UnusableException(Contents.name(part) + " " + e.getMessage(), e);
    }
  }
}
