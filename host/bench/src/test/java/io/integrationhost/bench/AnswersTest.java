package io.integrationhost.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class AnswersTest {

  @Test
  void countsLinesHoweverTheyArrive() {
    Answers answers = new Answers();
    take(answers, "OK\nO");
    assertThat(answers.ok()).isEqualTo(1);
    take(answers, "K\nERROR\nOK");
    assertThat(answers.ok()).isEqualTo(1);
    assertThat(answers.other()).isEqualTo(1);
    take(answers, "\n");
    assertThat(answers.ok()).isEqualTo(1);
    assertThat(answers.other()).isZero();
  }

  private static void take(Answers answers, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    answers.take(bytes, bytes.length);
  }
}
