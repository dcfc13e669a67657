package io.integrationhost.host.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.ContentType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class CutTextTest {

  private final CutText cut = new CutText(40);

  @Test
  void whatFitsStays() {
    assertThat(cut.of("x".repeat(40))).isEqualTo("x".repeat(40));
    assertThat(cut.of(ContentType.TEXT, bytes("ü".repeat(40)))).isEqualTo("ü".repeat(40));
    byte[] binary = new byte[30];
    assertThat(cut.of(ContentType.BINARY, binary))
        .isEqualTo(Base64.getEncoder().encodeToString(binary))
        .hasSize(40);
  }

  @Test
  void whatIsTooLongSaysHowLongItWas() {
    assertThat(cut.of("x".repeat(41))).isEqualTo("x".repeat(16) + "... [cut: 41 characters]");
    assertThat(cut.of(ContentType.JSON, bytes("y".repeat(100_000))))
        .isEqualTo("y".repeat(17) + "... [cut: 100000 bytes]")
        .hasSize(40);
    assertThat(cut.of(ContentType.BINARY, new byte[1000]))
        .isEqualTo("A".repeat(16) + "... [cut: 1000 bytes]");
  }

  @Test
  void aCharacterIsNotCutInHalf() {
    String drops = "x" + "\ud83d\udca7".repeat(30);
    assertThat(cut.of(drops))
        .isEqualTo("x" + "\ud83d\udca7".repeat(7) + "... [cut: 61 characters]");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
