package io.integrationhost.host.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that would become large. */
final class ExpansionTest {

  private static String doubling(String first, String next) {
    return first
        + IntStream.range(0, 24)
            .mapToObj(i -> next.replace("NEXT", "x" + (i + 1)).replace("LAST", "x" + i))
            .collect(Collectors.joining("\n", "\n", "\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NEXT = ${LAST}${LAST}",
        "NEXT = [${LAST}, ${LAST}]",
        "NEXT = { a = ${LAST}, b = ${?LAST} }",
        "NEXT = ${ LAST } ${LAST}",
        "NEXT = { c = 1 } ${LAST} { d = ${LAST} }",
        "x0 = ${x0}${x0}"
      })
  void whatDoublesIsRefused(String next) {
    assertThatThrownBy(() -> SettingsSource.alone(doubling("x0 = aaaaaaaaaaaaaaaa", next)))
        .isInstanceOfSatisfying(
            SettingsException.class,
            e -> assertThat(e.problems().get(0).message()).contains("could become larger"));
  }

  @Test
  void tooManyKeysAndSubstitutionsAreRefused() {
    String keys =
        IntStream.range(0, 3_000).mapToObj(i -> "k" + i + "=1").collect(Collectors.joining("\n"));
    assertThatThrownBy(() -> SettingsSource.alone(keys))
        .isInstanceOfSatisfying(
            SettingsException.class,
            e -> assertThat(e.problems().get(0).message()).contains("more than 2000 keys"));
    String many = "a = 1\n" + "b = [" + "${a},".repeat(300) + "]";
    assertThatThrownBy(() -> SettingsSource.alone(many))
        .isInstanceOfSatisfying(
            SettingsException.class,
            e -> assertThat(e.problems().get(0).message()).contains("200 substitutions"));
  }

  @Test
  void whatPeopleWriteIsRead() {
    String usual =
        "base { host = a, port = ${?PORT} }\nlist = [1]\nlist = ${list} [2]\n"
            + IntStream.range(0, 80)
                .mapToObj(i -> "integrations.i" + i + " = ${base} { secret = ${SECRET_" + i + "} }")
                .collect(Collectors.joining("\n"));
    assertThat(SettingsSource.alone(usual).root()).hasSize(3);
  }
}
