package io.integrationhost.runtime.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServesLineTest {

  @Test
  void readsWhatItWrites() {
    for (Set<String> serves : Set.of(Set.<String>of(), Set.of("TCP"), Set.of("UDP", "com.a.B"))) {
      String line = ServesLine.of(serves).orElseThrow();
      assertThat(ServesLine.parse(line)).isEqualTo(Optional.of(serves));
    }
    assertThat(ServesLine.of(Set.of("UDP", "TCP"))).contains("TCP, UDP");
  }

  @Test
  void writesNothingThatItWouldReadOtherwise() {
    for (String word : Set.of("", "-", "a b", "a,b", "a\nb", "${a}")) {
      assertThat(ServesLine.of(Set.of("TCP", word))).as(word).isEmpty();
    }
  }

  @Test
  void takesNothingForCertainFromAnEmptyLineOrAPlaceholder() {
    for (String value : Set.of("", "${plugin.serves}", "TCP,,UDP", "a b")) {
      assertThat(ServesLine.parse(value)).as(value).isEmpty();
    }
  }
}
