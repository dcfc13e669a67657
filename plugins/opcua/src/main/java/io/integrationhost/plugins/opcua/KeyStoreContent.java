package io.integrationhost.plugins.opcua;

import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A key store as ThingsBoard's form sends it. Opened at each connection, since the operator may
 * replace a secret.
 *
 * @param bytes the store
 * @param type JKS or PKCS12; the JDK opens either as either
 */
record KeyStoreContent(
    byte[] bytes, String type, Secret password, String alias, Secret keyPassword) {

  /** The form's own. */
  private static final String ALIAS = "opc-ua-extension";

  private static final String PASSWORD = "secret";

  /**
   * A certificate with its key.
   *
   * @param chain ours first
   */
  record Own(KeyPair keys, List<X509Certificate> chain) {

    X509Certificate certificate() {
      return chain.get(0);
    }
  }

  /** Empty when the form has none. */
  static Optional<KeyStoreContent> read(Keys keys) {
    String content = keys.text("fileContent", "").strip();
    String type = keys.text("type", "JKS");
    keys.text("location", "");
    String alias = keys.text("alias", ALIAS);
    Secret password = keys.secret("password").orElse(Secret.of(PASSWORD));
    Secret keyPassword = keys.secret("keyPassword").orElse(password);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try {
      // Pages send what they read as a data URL.
      byte[] bytes = Base64.getMimeDecoder().decode(content.substring(content.indexOf(',') + 1));
      return Optional.of(new KeyStoreContent(bytes, type, password, alias, keyPassword));
    } catch (IllegalArgumentException e) {
      keys.say("fileContent", "must be a key store in Base64");
      return Optional.empty();
    }
  }

  /**
   * What is in it.
   *
   * @throws GeneralSecurityException says in words what is wrong
   */
  Own open() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(type.equalsIgnoreCase("PKCS12") ? "PKCS12" : "JKS");
    try {
      store.load(new ByteArrayInputStream(bytes), chars(password));
    } catch (IOException e) {
      throw new GeneralSecurityException(
          "keystore cannot be opened; look at its password and type (" + type + ")", e);
    }
    Key key;
    try {
      key = store.getKey(alias, chars(keyPassword));
    } catch (UnrecoverableKeyException e) {
      throw new GeneralSecurityException(
          "the key in keystore cannot be opened; look at keyPassword", e);
    }
    Certificate[] chain = store.getCertificateChain(alias);
    if (!(key instanceof PrivateKey secretKey) || chain == null || chain.length == 0) {
      throw new GeneralSecurityException(
          "keystore has no key with a certificate under the alias '" + alias + "'");
    }
    return new Own(
        new KeyPair(chain[0].getPublicKey(), secretKey),
        Arrays.stream(chain).map(X509Certificate.class::cast).toList());
  }

  private static char[] chars(Secret secret) {
    return secret.value().orElse("").toCharArray();
  }

  /** Names the type, never the content. */
  @Override
  public String toString() {
    return "KeyStoreContent[" + type + ", " + bytes.length + " bytes]";
  }
}
