package io.integrationhost.host.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Uplink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RefusedPayloadsTest {

  @TempDir private Path data;

  private final AtomicReference<Instant> now = new AtomicReference<>(Letters.TIME);
  private final InstantSource source = now::get;
  private final Clock clock = source.withZone(ZoneOffset.UTC);
  private final AtomicLong nanoTime = new AtomicLong();
  private DeadLetterStore store;

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void keepsWhatTheDeviceSentAndWhoItWas() {
    RefusedPayloads refused = refused();
    refused.refused(payload("25,x"), Map.of("site", "north"), "no number");
    await().until(() -> store.counts().stored() == 1);

    FiledLetter filed = Letters.all(data).get(0);
    Reading reading = new DeadLetterArchive(data).read(filed).orElseThrow();
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Intact.class,
            intact -> {
              DeadLetter letter = intact.letter();
              assertThat(letter.kind()).isEqualTo(DeadLetter.Kind.CONVERTER);
              assertThat(letter.time()).isEqualTo(Letters.TIME);
              assertThat(letter.reason()).isEqualTo("no number");
              assertThat(letter.item()).isEmpty();
              assertThat(letter.payload().orElseThrow().bytes()).asString().isEqualTo("25,x");
              assertThat(letter.payload().orElseThrow().metadata())
                  .isEqualTo(Map.of("site", "north", "deviceName", "Device B"));
            });
  }

  @Test
  void aBrokenConverterDoesNotFillTheDisk() {
    RefusedPayloads refused = refused();
    for (int i = 0; i < 1000; i++) {
      refused.refused(payload("x"), Map.of(), "broken");
    }
    await().until(() -> store.counts().stored() == 100);
    nanoTime.addAndGet(Duration.ofMillis(2500).toNanos());
    now.set(Letters.TIME.minusSeconds(86_400));
    for (int i = 0; i < 1000; i++) {
      refused.refused(payload("x"), Map.of(), "broken");
    }
    await().until(() -> store.counts().stored() == 102);
    store.close();
    assertThat(Letters.all(data)).hasSize(102);
    assertThat(store.counts().lost()).isZero();
  }

  private RefusedPayloads refused() {
    store = new DeadLetterStore(data, DeadLetterLimits.defaults());
    return new RefusedPayloads(
        "yard",
        store,
        new RateLimitedLog(System::nanoTime, Duration.ofSeconds(10)),
        clock,
        nanoTime::get);
  }

  private static Uplink.Payload payload(String text) {
    return new Uplink.Payload(
        text.getBytes(StandardCharsets.UTF_8),
        ContentType.TEXT,
        Map.of(),
        new Source("1"),
        Optional.of("Device B"));
  }
}
