package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Uplink;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RecordedUplinksTest {

  private final RecordedUplinks uplinks = new RecordedUplinks();

  private CompletableFuture<Receipt> publish(String text) {
    return uplinks
        .publish(
            new Uplink.Payload(
                text.getBytes(StandardCharsets.UTF_8), ContentType.TEXT, new Source("1")))
        .toCompletableFuture();
  }

  @Test
  void storesAtOnceUnlessToldOtherwise() {
    assertThat(publish("1")).isCompletedWithValue(new Receipt.Stored());
    uplinks.reject(Receipt.Reason.INVALID, "no");
    assertThat(publish("2"))
        .isCompletedWithValue(new Receipt.Rejected(Receipt.Reason.INVALID, "no"));
    assertThat(uplinks.texts()).containsExactly("1", "2");
  }

  @Test
  void holdsReceiptsUntilTheyAreReleased() {
    uplinks.hold();
    var first = publish("1");
    var second = publish("2");
    var third = publish("3");
    assertThat(uplinks.held()).isEqualTo(3);
    uplinks.release(1);
    assertThat(first).isDone();
    assertThat(second).isNotDone();
    uplinks.release();
    assertThat(third).isCompletedWithValue(new Receipt.Stored());
    assertThat(publish("4")).isDone();
    assertThatThrownBy(() -> uplinks.release(1)).hasMessageContaining("publish first");
  }
}
