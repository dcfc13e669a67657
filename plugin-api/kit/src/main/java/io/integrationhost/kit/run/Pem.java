package io.integrationhost.kit.run;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Certificates and a private key as PEM text. Its messages never hold any of the text. */
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");
  private static final String CONVERT =
      "; convert it: openssl pkcs8 -topk8 -in KEYFILE -out NEWFILE";

  /** One part of the text. */
  private record Block(String label, String body) {
    byte[] bytes() throws UnusableException {
      try {
        return Base64.getMimeDecoder().decode(body);
      } catch (IllegalArgumentException e) {
        throw new UnusableException("holds a " + label + " that is damaged: it is no Base64", e);
      }
    }
  }

  private final List<Block> blocks = new ArrayList<>();

  Pem(String text) {
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
  }

  /** All certificates in their order. */
  List<X509Certificate> certificates() throws UnusableException {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Block each : blocks) {
        if (each.label().endsWith("CERTIFICATE")) {
          certificates.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(each.bytes())));
        }
      }
    } catch (GeneralSecurityException e) {
      throw new UnusableException("holds a certificate that is damaged", e);
    }
    if (certificates.isEmpty()) {
      throw new UnusableException("holds no certificate (-----BEGIN CERTIFICATE-----)");
    }
    return certificates;
  }

  /** The only private key. */
  PrivateKey key(Optional<String> password) throws UnusableException {
    List<Block> keys =
        blocks.stream().filter(each -> each.label().endsWith("PRIVATE KEY")).toList();
    if (keys.size() != 1) {
      throw new UnusableException(
          keys.isEmpty()
              ? "holds no private key (-----BEGIN PRIVATE KEY-----)"
              : "holds more than one private key");
    }
    try {
      return key(keys.get(0), password);
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new UnusableException("holds a private key that is damaged", e);
    }
  }

  private PrivateKey key(Block block, Optional<String> password) throws UnusableException {
    if (block.body().contains("Proc-Type:")) {
      throw new UnusableException(
          "holds a private key that is encrypted in an old way of OpenSSL's" + CONVERT);
    }
    byte[] bytes = block.bytes();
    return switch (block.label()) {
      case "PRIVATE KEY" -> decoded(bytes);
      case "RSA PRIVATE KEY" -> decoded(Der.rsa(bytes));
      case "EC PRIVATE KEY" ->
          decoded(
              Der.ec(bytes, curve())
                  .orElseThrow(
                      () -> new UnusableException("holds a key of an unknown curve" + CONVERT)));
      case "ENCRYPTED PRIVATE KEY" -> decoded(decrypted(bytes, password));
      default ->
          throw new UnusableException(
              "holds a private key of a kind that is not known (" + block.label() + ")" + CONVERT);
    };
  }

  private Optional<byte[]> curve() throws UnusableException {
    for (Block each : blocks) {
      if (each.label().equals("EC PARAMETERS")) {
        return Optional.of(each.bytes());
      }
    }
    return Optional.empty();
  }

  private static PrivateKey decoded(byte[] pkcs8) throws UnusableException {
    GeneralSecurityException last = null;
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException isOfAnother) {
        last = isOfAnother;
      }
    }
    throw new UnusableException("holds a private key that is damaged or of no known kind", last);
  }

  private static byte[] decrypted(byte[] bytes, Optional<String> password)
      throws UnusableException {
    if (password.isEmpty()) {
      throw new UnusableException("holds an encrypted private key; set keyPassword");
    }
    try {
      var info = new EncryptedPrivateKeyInfo(bytes);
      AlgorithmParameters parameters = info.getAlgParameters();
      // Of PBES2 only the parameters know which ciphers they mean.
      boolean isScheme2 =
          info.getAlgName().equals("PBES2") || info.getAlgName().equals("1.2.840.113549.1.5.13");
      String name = parameters != null && isScheme2 ? parameters.toString() : info.getAlgName();
      var cipher = Cipher.getInstance(name);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(name)
              .generateSecret(new PBEKeySpec(password.get().toCharArray())),
          parameters);
      return info.getKeySpec(cipher).getEncoded();
    } catch (InvalidKeyException e) {
      throw new UnusableException("cannot be decrypted with keyPassword", e);
    } catch (IOException e) {
      throw new UnusableException("holds an encrypted private key that is damaged", e);
    } catch (GeneralSecurityException e) {
      String why = e.getCause() instanceof javax.crypto.BadPaddingException ? "" : CONVERT;
      throw new UnusableException(
          "cannot be decrypted: keyPassword is wrong, or Java does not know the cipher" + why, e);
    }
  }
}
