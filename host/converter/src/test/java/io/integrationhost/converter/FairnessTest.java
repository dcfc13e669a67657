package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.converter.ConverterException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class FairnessTest {
  private static final ConverterLimits LIMITS =
      Converters.TIGHT.with(
          new ConverterLimits.Errors(1_000, 1_000, Duration.ofHours(1), Duration.ofSeconds(60)));

  private static final ConverterLimits PATIENT = LIMITS.with(ConverterLimits.defaults().budget());

  @Test
  void aConverterThatHangsOnEachMessageLeavesTheOthersServed() {
    try (Converters converters = new Converters(LIMITS)) {
      UplinkConverter hanging = converters.script("hanging", "for (;;);");
      UplinkConverter good = converters.script("good", "return {deviceName: 'good'};");
      List<CompletableFuture<?>> hung = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        hung.add(Converters.start(hanging, "x").toCompletableFuture());
      }
      for (int i = 0; i < 50; i++) {
        assertThat(Converters.name(good, "x")).isEqualTo("good");
      }
      assertThat(hung.get(99)).isNotDone();
    }
  }

  @Test
  void aFullQueueRefuses() {
    ConverterLimits limits = PATIENT.with(new ConverterLimits.Pool(2, 1));
    try (Converters converters = new Converters(limits)) {
      UplinkConverter hanging = converters.script("hanging", "for (;;);");
      List<ConverterException> refused = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 5; i++) {
        Converters.start(hanging, "x")
            .whenComplete((data, failure) -> refused.add((ConverterException) failure.getCause()));
      }
      assertThat(refused)
          .hasSizeBetween(3, 4)
          .allSatisfy(
              failure -> {
                assertThat(failure.kind()).isEqualTo(Kind.OVERLOADED);
                assertThat(failure)
                    .hasMessage(
                        "Converter 'hanging': Already 1 messages wait for this converter; slow the"
                            + " devices down or make the script faster");
              });
    }
  }

  @Test
  void closingTheConverterKeepsWhatWasGiven() {
    try (Converters converters = new Converters(LIMITS)) {
      UplinkConverter converter = converters.script("closing", "return {deviceName: 'D'};");
      List<CompletableFuture<?>> given = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        given.add(Converters.start(converter, "x").toCompletableFuture());
      }
      converter.close();
      ConverterException refused = Converters.failure(converter, "x");
      assertThat(refused.kind()).isEqualTo(Kind.CLOSED);
      assertThat(refused.reason()).isEqualTo("The converter is closed");
      assertThat(given).allSatisfy(one -> assertThat(one).succeedsWithin(Duration.ofSeconds(40)));
    }
  }

  @Test
  void closingTheEngineFailsWhatWaitsAndStopsWhatRuns() {
    List<CompletableFuture<?>> given = new ArrayList<>();
    UplinkConverter hanging;
    try (Converters converters = new Converters(PATIENT)) {
      hanging = converters.script("hanging", "for (;;);");
      given.add(Converters.start(hanging, "x").toCompletableFuture());
      given.add(Converters.start(hanging, "x").toCompletableFuture());
    }
    assertThat(Converters.failure(hanging, "x").kind()).isEqualTo(Kind.CLOSED);
    for (CompletableFuture<?> one : given) {
      assertThat(one)
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              ConverterException.class,
              failure -> {
                assertThat(failure.kind()).isEqualTo(Kind.CLOSED);
                assertThat(failure.reason()).isEqualTo("The converter engine is closed");
              });
    }
  }
}
