package io.integrationhost.runtime.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiCompatibilityTest {

  private final ApiCompatibility host =
      new ApiCompatibility(SemanticVersion.parse("1.4.0-SNAPSHOT").orElseThrow());

  @ParameterizedTest
  @ValueSource(strings = {"^1.4.0", "1.4.0", "1.4", "^1.0.0", "1.4.9", "^1.3.0-SNAPSHOT"})
  void fits(String required) {
    assertThatCode(() -> host.check(required)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"^1.5.0", "^2.0.0", "0.9.0", "[1.0,2.0)", ">=1.0.0", "one", "1"})
  void doesNotFit(String required) {
    assertThatThrownBy(() -> host.check(required)).isInstanceOf(JarProblem.class);
  }

  @Test
  void theBuildTellsTheVersionOfThisHost() {
    assertThat(ApiCompatibility.ofThisHost().host().major()).isGreaterThanOrEqualTo(1);
  }
}
