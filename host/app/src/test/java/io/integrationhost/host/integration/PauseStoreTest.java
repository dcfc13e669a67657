package io.integrationhost.host.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PauseStoreTest {

  @TempDir private Path data;

  private PauseStore store() {
    return new PauseStore("yard", data, Runnable::run);
  }

  @Test
  void whatRestsIsKeptUntilItGoesOn() {
    assertThat(store().load()).isEqualTo(Paused.NOT);
    Paused paused = Paused.NOT.with(true, false, Instant.parse("2026-01-31T12:00:00Z"), "ops");
    store().save(paused).toCompletableFuture().join();
    assertThat(store().load())
        .isEqualTo(
            new Paused(true, false, Optional.of(Instant.parse("2026-01-31T12:00:00Z")), "ops"));
    store().save(Paused.NOT).toCompletableFuture().join();
    assertThat(data.resolve("paused").resolve("yard.json")).doesNotExist();
  }

  @Test
  void theSameWishChangesNothing() {
    Paused paused = Paused.NOT.with(true, false, Instant.EPOCH, "ops");
    assertThat(paused.with(true, false, Instant.MAX, "other")).isSameAs(paused);
    assertThat(paused.with(false, false, Instant.MAX, "other")).isEqualTo(Paused.NOT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "[]", "{}", "{\"intake\": 1}", "null"})
  void aFileThatCannotBeUsedPausesNothing(String text) throws Exception {
    Files.createDirectories(data.resolve("paused"));
    Files.writeString(data.resolve("paused").resolve("yard.json"), text);
    assertThat(store().load()).isEqualTo(Paused.NOT);
  }
}
