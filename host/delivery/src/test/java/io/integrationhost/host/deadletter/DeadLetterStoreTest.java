package io.integrationhost.host.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class DeadLetterStoreTest {

  @TempDir private Path data;

  @Test
  void filesLettersPerIntegrationInOrder() {
    Letters.file(
        data, Letters.refused("yard", 2), Letters.refused("hall", 1), Letters.refused("yard", 0));

    assertThat(Letters.names(data))
        .containsExactly(
            "yard 20260131T235959123Z", "hall 20260201T000000123Z", "yard 20260201T000001123Z");
  }

  @Test
  void lettersOfTheSameInstantSurviveARestart() {
    Letters.file(data, Letters.refused("yard", 0), Letters.refused("yard", 0));
    Letters.file(data, Letters.refused("yard", 0), Letters.refused("yard", 0));

    assertThat(Letters.all(data)).extracting(FiledLetter::id).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void onlyTheOwnerMayRead() throws IOException {
    Letters.file(data, Letters.refused("yard", 0));

    try (Stream<Path> made = Files.walk(data.resolve("dead-letters"))) {
      for (Path path : made.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void readingsNeverGiveWay() {
    try (DeadLetterStore store = store(new DeadLetterLimits(3, 1 << 20, 100, 1 << 20))) {
      for (int second = 0; second < 5; second++) {
        store.add(Letters.refused("yard", second));
      }
      assertThat(store.add(Letters.refused("yard", 5)))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableOfType(ExecutionException.class)
          .withMessageContainingAll("3 dead letters", "integration-host dead-letters replay");
      store.add(Letters.refused("hall", 0));
      await().until(() -> store.counts().stored() == 4);
      assertThat(store.counts()).isEqualTo(new DeadLetterStore.Counts(4, 0, 0));
    }
    assertThat(Letters.names(data))
        .containsExactly(
            "yard 20260131T235959123Z",
            "hall 20260131T235959123Z",
            "yard 20260201T000000123Z",
            "yard 20260201T000001123Z");
  }

  @Test
  void theOldestPayloadsGoWhenTheyAreTooLargeAndThoseOfAnEarlierRunCount() {
    Letters.file(data, Letters.payload("yard", 0), Letters.payload("yard", 1));
    long each = Letters.all(data).get(0).bytes();

    try (DeadLetterStore store = store(new DeadLetterLimits(100, each * 5 / 2, 100, 1 << 20))) {
      store.add(Letters.payload("yard", 2));
      await().until(() -> store.counts().stored() == 1);
      assertThat(store.counts().removed()).isEqualTo(1);
    }
    assertThat(Letters.names(data))
        .containsExactly("yard 20260201T000000123Z", "yard 20260201T000001123Z");
  }

  @Test
  void payloadsGoFirstAndNeverTakeTheRoomOfReadings() {
    try (DeadLetterStore store = store(new DeadLetterLimits(3, 1 << 20, 100, 1 << 20))) {
      store.add(Letters.refused("yard", 0));
      store.add(Letters.payload("yard", 1));
      store.add(Letters.payload("yard", 2));
      store.add(Letters.refused("yard", 3));
      store.add(Letters.payload("yard", 4));
      await().until(() -> store.counts().stored() == 5);
      assertThat(Letters.names(data))
          .containsExactly(
              "yard 20260131T235959123Z", "yard 20260201T000002123Z", "yard 20260201T000003123Z");
      store.add(Letters.refused("yard", 5));
      store.add(Letters.payload("yard", 6));
      await().until(() -> store.counts().lost() == 1);
    }
    assertThat(Letters.names(data))
        .containsExactly(
            "yard 20260131T235959123Z", "yard 20260201T000002123Z", "yard 20260201T000004123Z");
  }

  @Test
  void payloadsLeaveRoomForReadingsThatWait() {
    try (DeadLetterStore store = store(new DeadLetterLimits(100, 1 << 20, 100, 3))) {
      store.add(Letters.payload("yard", 0));
      assertThat(store.counts().lost()).isEqualTo(1);
      store.add(DeadLetter.refused("yard", Letters.TIME, "small", new byte[2]));
      await().until(() -> store.counts().stored() == 1);
    }
  }

  @Test
  void lettersPurgedByAnotherProcessAreNotCountedAsRemoved() throws IOException {
    try (DeadLetterStore store = store(new DeadLetterLimits(2, 1 << 20, 100, 1 << 20))) {
      store.add(Letters.refused("yard", 0));
      store.add(Letters.refused("yard", 1));
      await().until(() -> store.counts().stored() == 2);
      assertThat(new DeadLetterArchive(data).purge(Letters.all(data).get(0))).isTrue();
      store.add(Letters.refused("yard", 2));
      await().until(() -> store.counts().stored() == 3);
      assertThat(store.counts().removed()).isZero();
    }
    assertThat(Letters.all(data)).hasSize(2);
  }

  @Test
  void aLetterThatCouldNeverFitIsLostAndNothingElse() {
    Letters.file(data, Letters.refused("yard", 0));
    try (DeadLetterStore store = store(new DeadLetterLimits(100, 2000, 100, 1 << 20))) {
      assertThat(store.add(DeadLetter.refused("yard", Letters.TIME, "large", new byte[4000])))
          .failsWithin(Duration.ofSeconds(10));
    }
    assertThat(Letters.all(data)).hasSize(1);
  }

  @Test
  void whatDoesNotFitInMemoryIsCountedAndDoesNotBlock() {
    try (DeadLetterStore store = store(new DeadLetterLimits(100, 1 << 20, 2, 1 << 20))) {
      for (int second = 0; second < 500; second++) {
        store.add(Letters.payload("yard", second));
      }
      await().until(() -> store.counts().stored() + store.counts().lost() == 500);
    }
    try (DeadLetterStore store = store(new DeadLetterLimits(100, 1 << 20, 10, 100))) {
      assertThat(store.add(DeadLetter.refused("yard", Letters.TIME, "large", new byte[101])))
          .isCompletedExceptionally();
      assertThat(store.counts().lost()).isZero();
    }
  }

  @Test
  void theStopWritesWhatWaitsAndRefusesWhatComesLater() {
    DeadLetterStore store = store(DeadLetterLimits.defaults());
    for (int second = 0; second < 50; second++) {
      store.add(Letters.refused("yard", second));
    }
    store.close();
    assertThat(store.add(Letters.refused("yard", 50))).isCompletedExceptionally();

    assertThat(store.counts()).isEqualTo(new DeadLetterStore.Counts(50, 0, 0));
    assertThat(Letters.all(data)).hasSize(50);
  }

  @Test
  void aFolderThatCannotBeUsedLosesOnlyItsOwnLetters() throws IOException {
    Files.createDirectories(data.resolve("dead-letters"));
    Files.writeString(data.resolve("dead-letters").resolve("yard"), "in the way");
    try (DeadLetterStore store = store(DeadLetterLimits.defaults())) {
      assertThat(store.add(Letters.refused("yard", 0)))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableOfType(ExecutionException.class)
          .withMessageContaining("dead-letters");
      store.add(Letters.refused("hall", 0));
      await().until(() -> store.counts().equals(new DeadLetterStore.Counts(1, 0, 0)));
    }
  }

  @Test
  void remainsOfACrashAreRemovedAndForeignFilesLeft() throws IOException {
    Path folder = Files.createDirectories(data.resolve("dead-letters").resolve("yard"));
    Path unfinished = Files.writeString(folder.resolve("20260131T235959123Z-000002.json.tmp"), "{");
    Path foreign = Files.writeString(folder.resolve("notes.json"), "mine");

    Letters.file(data, Letters.refused("yard", 0));

    assertThat(unfinished).doesNotExist();
    assertThat(foreign).exists();
    assertThat(Letters.all(data)).hasSize(1);
  }

  @Test
  void damagedFilesAreShownAsDamaged() throws IOException {
    Letters.file(data, Letters.refused("yard", 0), Letters.refused("yard", 1));
    List<FiledLetter> letters = new ArrayList<>(Letters.all(data));
    Path file = data.resolve("dead-letters/yard").resolve(letters.get(0).id().text() + ".json");
    Files.writeString(file, "{\"version\":1,");

    DeadLetterArchive archive = new DeadLetterArchive(data);
    assertThat(archive.read(letters.get(0)).orElseThrow())
        .isInstanceOfSatisfying(
            Reading.Damaged.class,
            damaged -> assertThat(damaged.problem()).contains(file.toString()));
    assertThat(archive.read(letters.get(1)).orElseThrow()).isInstanceOf(Reading.Intact.class);
    assertThat(archive.purge(letters.get(1))).isTrue();
    assertThat(archive.purge(letters.get(1))).isFalse();
    assertThat(archive.read(letters.get(1))).isEmpty();
  }

  private DeadLetterStore store(DeadLetterLimits limits) {
    return new DeadLetterStore(data, limits);
  }
}
