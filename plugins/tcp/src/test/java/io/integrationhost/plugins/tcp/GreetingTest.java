package io.integrationhost.plugins.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GreetingTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Hello to ThingsBoard! My name is [Device B]; Device B",
        "hello! MY NAME IS [Gerät 7], pleased to meet you; Gerät 7",
        "My name is[ a ]; a",
        "My name is [Pump [2]] and that is all; Pump [2]",
      })
  void findsTheName(String text, String name) {
    assertThat(greeting(text)).isEqualTo(new Greeting.Named(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "25,40,94",
        "",
        "[1,2,3]",
        "{\"text\": \"My name is [x]\"}",
        "[\"My name is [x]\"]",
        "Hello to ThingsBoard!",
        "My name is Device B",
      })
  void takesNothingElseForAGreeting(String text) {
    assertThat(greeting(text)).isEqualTo(new Greeting.Absent());
  }

  @Test
  void refusesNamesThatThingsBoardWouldRefuse() {
    assertThat(greeting("My name is [ ]")).isInstanceOf(Greeting.Unusable.class);
    assertThat(greeting("My name is [" + "x".repeat(255) + "]")).isInstanceOf(Greeting.Named.class);
    assertThat(greeting("My name is [" + "x".repeat(256) + "]"))
        .isInstanceOf(Greeting.Unusable.class);
    assertThat(greeting("My name is [Device B")).isInstanceOf(Greeting.Unusable.class);
  }

  @Test
  void knowsEveryBeginningOfTheGuidesGreeting() {
    String text = TestDevice.GREETING;
    for (int length = 1; length < text.length(); length++) {
      assertThat(isUnfinished(text.substring(0, length))).describedAs("%d", length).isTrue();
    }
    assertThat(isUnfinished(text)).isFalse();
    assertThat(isUnfinished("")).isFalse();
    assertThat(isUnfinished("25,40")).isFalse();
  }

  private static Greeting greeting(String text) {
    return Greeting.in(text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isUnfinished(String text) {
    return Greeting.isUnfinished(text.getBytes(StandardCharsets.UTF_8));
  }
}
