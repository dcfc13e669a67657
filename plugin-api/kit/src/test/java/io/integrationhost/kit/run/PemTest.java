package io.integrationhost.kit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in the kinds that OpenSSL writes. The files were made with it for this test alone. */
class PemTest {

  private static final Optional<String> NONE = Optional.empty();

  @Test
  void readsKeysOfEllipticCurves() throws Exception {
    PrivateKey bare = new Pem(file("sec1.pem")).key(NONE);
    PrivateKey encrypted = new Pem(file("encrypted.pem")).key(Optional.of("geheim"));
    assertThat(((ECPrivateKey) encrypted).getS()).isEqualTo(((ECPrivateKey) bare).getS());
    String noCurve = file("sec1.pem").replaceAll("(?s).*-----END EC PARAMETERS-----", "");
    assertThat(new Pem(noCurve).key(NONE).getEncoded()).isEqualTo(bare.getEncoded());
    String oneLine = file("sec1.pem").replace('\n', ' ');
    assertThat(new Pem(oneLine).key(NONE).getEncoded()).isEqualTo(bare.getEncoded());
    assertThat(new Pem(file("ed25519.pem")).key(NONE).getAlgorithm()).isEqualTo("EdDSA");
  }

  @Test
  void readsKeysOfRsa() throws GeneralSecurityException, UnusableException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    PrivateKey key = generator.generateKeyPair().getPrivate();
    byte[] pkcs8 = key.getEncoded();
    assertThat(new Pem(Identities.pem("PRIVATE KEY", pkcs8)).key(NONE)).isEqualTo(key);
    // Behind the cover of 26 bytes, whose lengths all have two bytes.
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
    assertThat(new Pem(Identities.pem("RSA PRIVATE KEY", pkcs1)).key(NONE)).isEqualTo(key);
  }

  @Test
  void saysClearlyWhatCannotBeUsed() {
    assertThatThrownBy(() -> new Pem(file("encrypted.pem")).key(NONE))
        .hasMessage("holds an encrypted private key; set keyPassword");
    assertThatThrownBy(() -> new Pem(file("encrypted.pem")).key(Optional.of("falsch")))
        .hasMessageContaining("cannot be decrypted")
        .hasMessageNotContaining("falsch");
    assertThatThrownBy(() -> new Pem(file("encrypted-old.pem")).key(Optional.of("geheim")))
        .hasMessageContaining("old way of OpenSSL's; convert it: openssl pkcs8 -topk8");
    assertThatThrownBy(() -> new Pem(file("sec1.pem") + file("ed25519.pem")).key(NONE))
        .hasMessage("holds more than one private key");
    assertThatThrownBy(() -> new Pem(Identities.pem("OPENSSH PRIVATE KEY", new byte[9])).key(NONE))
        .hasMessageContaining("of a kind that is not known (OPENSSH PRIVATE KEY)");
    assertThatThrownBy(() -> new Pem(Identities.pem("CERTIFICATE", new byte[9])).certificates())
        .hasMessage("holds a certificate that is damaged");
    assertThatThrownBy(() -> new Pem("").certificates()).hasMessageContaining("no certificate");
  }

  /** Whatever stands there is told, not thrown. */
  @ParameterizedTest
  @ValueSource(
      strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
  void bearsDamagedKeys(String label) throws IOException {
    byte[] good = file("sec1.pem").getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length < good.length; length++) {
      byte[] bytes = Arrays.copyOf(good, length);
      if (length > 1) {
        bytes[0] = 0x30;
        bytes[1] = (byte) (0x80 + length);
      }
      assertThatThrownBy(() -> new Pem(Identities.pem(label, bytes)).key(Optional.of("x")))
          .isInstanceOf(UnusableException.class);
    }
  }

  private static String file(String name) throws IOException {
    try (InputStream in = PemTest.class.getResourceAsStream("/pem/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
