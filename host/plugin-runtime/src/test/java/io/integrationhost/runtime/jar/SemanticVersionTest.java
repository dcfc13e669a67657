package io.integrationhost.runtime.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticVersionTest {

  @Test
  void ordersAsSemanticVersioningSays() {
    List<String> ascending =
        List.of(
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.1",
            "1.9.0",
            "1.10.0",
            "2.0.0");
    List<SemanticVersion> versions =
        ascending.stream().map(text -> SemanticVersion.parse(text).orElseThrow()).toList();
    assertThat(versions.stream().sorted()).containsExactlyElementsOf(versions);
    for (int i = 1; i < versions.size(); i++) {
      assertThat(versions.get(i - 1)).isLessThan(versions.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2.3", "1.2.3-SNAPSHOT", "0.0.1+build.7", "1.2.3-rc.1+x"})
  void writesWhatItReads(String text) {
    assertThat(SemanticVersion.parse(text)).map(SemanticVersion::toString).contains(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.2", "01.2.3", "1.2.3-", "v1.2.3", "1.2.9999999999", "a.b.c"})
  void refusesWhatIsNoVersion(String text) {
    assertThat(SemanticVersion.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1.2,1.2.0", "4.2.1.Final,4.2.1-Final", "7,7.0.0", "v2.1,2.1.0"})
  void readsVersionsOfTheWorldLoosely(String text, String version) {
    assertThat(SemanticVersion.parseLoosely(text)).map(SemanticVersion::toString).contains(version);
  }

  @Test
  void loosenessEndsSomewhere() {
    assertThat(SemanticVersion.parseLoosely("latest")).isEqualTo(Optional.empty());
  }
}
