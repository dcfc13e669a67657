package io.integrationhost.runtime.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

  /** FIPS 180-2, appendix B.1: the digest of "abc". */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void isTheSha256(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("abc"), "abc");
    assertThat(Fingerprint.of(file)).hasToString(ABC);
  }

  @Test
  void isReadAsTheToolsPrintIt() {
    Fingerprint abc = new Fingerprint(ABC);
    assertThat(abc.inPairs()).startsWith("BA:78:16:").hasSize(95);
    assertThat(Fingerprint.parse(ABC)).contains(abc);
    assertThat(Fingerprint.parse(" " + abc.inPairs() + "\n")).contains(abc);
    assertThat(Fingerprint.parse(ABC.toUpperCase(java.util.Locale.ROOT))).contains(abc);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ba78", "ba:7816bf", "sha256:ba78"})
  void anythingElseIsNone(String text) {
    assertThat(Fingerprint.parse(text)).isEmpty();
    assertThatThrownBy(() -> new Fingerprint(text)).hasMessageContaining("64 lower case");
  }
}
