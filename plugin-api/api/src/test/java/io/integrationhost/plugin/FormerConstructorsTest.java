package io.integrationhost.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Records that grew: the constructors of 1.0 give neutral values, the new components are checked.
 */
final class FormerConstructorsTest {

  private static final byte[] BYTES = {1, 2};
  private static final Source SOURCE = new Source("1");

  @Test
  void payload() {
    Uplink.Payload former =
        new Uplink.Payload(BYTES, ContentType.TEXT, Map.of("k", "v"), SOURCE, Optional.of("D"));
    assertThat(former.secretMetadata()).isEmpty();
    assertThat(former)
        .isEqualTo(
            new Uplink.Payload(
                BYTES, ContentType.TEXT, Map.of("k", "v"), SOURCE, Optional.of("D"), Set.of()));
    assertThat(new Uplink.Payload(BYTES, ContentType.TEXT, SOURCE).secretMetadata()).isEmpty();
  }

  @Test
  void payloadKeepsItsOwnSetOfSecretKeys() {
    Set<String> keys = new HashSet<>(Set.of("token"));
    Uplink.Payload payload =
        new Uplink.Payload(
            BYTES, ContentType.TEXT, Map.of("token", "x1y2"), SOURCE, Optional.empty(), keys);
    keys.clear();
    assertThat(payload.secretMetadata()).containsExactly("token");
    assertThat(payload.toString()).doesNotContain("x1y2");
  }

  @Test
  void downlink() {
    Downlink former = new Downlink("D", ContentType.BINARY, BYTES, Map.of());
    assertThat(former.id()).isEmpty();
    assertThat(former.attempt()).isEqualTo(1);
    assertThat(former.rpcRequestId()).isEmpty();
    assertThat(former)
        .isEqualTo(new Downlink("D", ContentType.BINARY, BYTES, Map.of(), "", 1, Optional.empty()))
        .isNotEqualTo(
            new Downlink("D", ContentType.BINARY, BYTES, Map.of(), "", 2, Optional.empty()));
  }

  @Test
  void downlinkIsCheckedAndShowsItsAttemptButNoContent() {
    assertThat(
            new Downlink(
                "D", ContentType.TEXT, BYTES, Map.of("m", "secret"), "17", 3, Optional.of("9")))
        .hasToString("Downlink[D, TEXT, 2 bytes, id 17, attempt 3]");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Downlink("D", ContentType.TEXT, BYTES, Map.of(), "", 0, Optional.empty()))
        .withMessage("attempt is 0 (expected: 1 or more)");
    assertThatNullPointerException()
        .isThrownBy(
            () -> new Downlink("D", ContentType.TEXT, BYTES, Map.of(), null, 1, Optional.empty()));
  }

  @Test
  void receipts() {
    assertThat(new Receipt.Stored(List.of("D")))
        .isEqualTo(new Receipt.Stored(List.of("D"), 0))
        .isNotEqualTo(new Receipt.Stored(List.of("D"), 1));
    assertThat(new Receipt.Stored()).isEqualTo(new Receipt.Stored(List.of(), 0));
    assertThat(new Receipt.NoContent(List.of("D")))
        .isEqualTo(new Receipt.NoContent(List.of("D"), 0));
    assertThat(new Receipt.NoContent()).isEqualTo(new Receipt.NoContent(List.of(), 0));
    assertThat(new Receipt.Rejected(Receipt.Reason.INVALID, "no"))
        .isEqualTo(new Receipt.Rejected(Receipt.Reason.INVALID, "no", false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Receipt.Stored(List.of(), -1))
        .withMessage("downlinksWaiting is -1 (expected: 0 or more)");
    assertThatIllegalArgumentException().isThrownBy(() -> new Receipt.NoContent(List.of(), -1));
  }

  @Test
  void onlyWhatComesAgainIsNotSettled() {
    assertThat(new Receipt.Stored().isSettled()).isTrue();
    assertThat(new Receipt.NoContent().isSettled()).isTrue();
    assertThat(new Receipt.Rejected(Receipt.Reason.CONVERTER, "filed", true).isSettled()).isTrue();
    assertThat(new Receipt.Rejected(Receipt.Reason.OVERLOADED, "again").isSettled()).isFalse();
  }

  @Test
  void downlinksThatWaitAreToldByTheInterface() {
    Receipt stored = new Receipt.Stored(List.of("D"), 2);
    Receipt nothing = new Receipt.NoContent(List.of("D"), 3);
    Receipt refused = new Receipt.Rejected(Receipt.Reason.DISABLED, "disabled");
    assertThat(stored.downlinksWaiting()).isEqualTo(2);
    assertThat(nothing.downlinksWaiting()).isEqualTo(3);
    assertThat(refused.downlinksWaiting()).isZero();
  }
}
