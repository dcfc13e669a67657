package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.converter.ConverterException.Kind;
import io.integrationhost.converter.ConverterLimits.Budget;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Time and error budgets that scripts in TBEL have for themselves (facts 5.8). */
final class TbelLimitsTest {

  private static final ConverterLimits DEFAULTS = ConverterLimits.defaults();

  @Test
  void timeOfTheirOwnAndTwiceAsMuchForACallThatCompiles() {
    Tbel language = new Tbel(DEFAULTS.tbel());
    Budget later = language.budget(DEFAULTS.budget(), false);
    assertThat(later.cpuTime()).isEqualTo(Duration.ofMillis(500));
    assertThat(later.wallTime()).isEqualTo(DEFAULTS.budget().wallTime());
    assertThat(later.grace()).isEqualTo(DEFAULTS.budget().grace());
    assertThat(language.budget(DEFAULTS.budget(), true).cpuTime()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aShortLimitOfJavaScriptOnTheWallIsNotTheirs() {
    Budget ofHost =
        new Budget(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofMillis(10), 1);
    Budget own = new Tbel(DEFAULTS.tbel()).budget(ofHost, false);
    assertThat(own.wallTime()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void errorBudgetsOfTheirOwn() {
    ConverterLimits.Tbel strict =
        new ConverterLimits.Tbel(
            true,
            new ConverterLimits.Sizes(1_000, 100, 1_000),
            Duration.ofSeconds(20),
            8L << 20,
            new ConverterLimits.Errors(1, 2, Duration.ofHours(1), Duration.ofMinutes(10)));
    try (Converters converters = new Converters(DEFAULTS.with(strict))) {
      UplinkConverter tbel = converters.tbel("tbel", "return {deviceName: 'D'};");
      UplinkConverter js = converters.script("js", "return {deviceName: 'D'};");
      String tooLong = "x".repeat(200);
      assertThat(Converters.failure(tbel, tooLong, "a").kind()).isEqualTo(Kind.SIZE);
      assertThat(Converters.failure(tbel, "x", "a").reason()).contains("the source 'a' only");
      assertThat(Converters.failure(tbel, "x", "b")).isNull();
      assertThat(Converters.failure(tbel, tooLong, "b").kind()).isEqualTo(Kind.SIZE);
      assertThat(Converters.failure(tbel, "x", "c").reason())
          .startsWith("Script invocation is blocked due to maximum error count 2, scriptId ")
          .contains("all sources of this converter");
      assertThat(tbel.budget().errors()).isEqualTo(2);
      assertThat(tbel.budget().refused()).isEqualTo(2);
      for (int i = 0; i < 2; i++) {
        assertThat(Converters.failure(js, "x".repeat(80_000), "a").kind()).isEqualTo(Kind.SIZE);
      }
      assertThat(Converters.failure(js, "x", "a")).isNull();
    }
  }
}
