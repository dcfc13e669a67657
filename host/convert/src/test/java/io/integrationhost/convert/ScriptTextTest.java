package io.integrationhost.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.convert.report.SourceExcerpt;
import io.integrationhost.converter.ScriptPlace;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScriptTextTest {

  private static ScriptText script(String body) {
    return new ScriptText("JS", body);
  }

  @Test
  void codeIsWithoutCommentsAndTexts() {
    String body = "a('x//y'); // return\nb(\"it's\", `q\nr`); /* 'c\n' */ d('\\'e');";
    String code = script(body).code();
    assertThat(code).hasSameSizeAs(body).doesNotContain("return", "x", "it", "q", "c", "e");
    assertThat(code).contains("a(", "b(", "d(");
    assertThat(code.lines().count()).isEqualTo(body.lines().count());
  }

  @Test
  void aTextThatDoesNotEndHidesItsLineOnly() {
    assertThat(script("var a = 'x;\nreturn a;").code()).contains("return a;");
  }

  @Test
  void tellsWhoseReturnsThereAre() {
    Returns returns =
        Returns.of(
            script(
                """
                function f(a) { if (a) { return 1; } }
                var g = (x) => { return 2; };
                if (f(1)) {
                  return 3; // return
                }
                var s = 'return';
                list.forEach(function (x) {
                  return x;
                });
                return
                  {a: 1};
                """));
    assertThat(returns.own()).containsExactly(4, 10);
    assertThat(returns.inner()).containsExactly(1, 2, 8);
    assertThat(returns.alone()).containsExactly(10);
    assertThat(Returns.of(script("if (a) { return\n}\nreturn {};")).alone()).isEmpty();
  }

  @Test
  void caretStandsUnderThePlace() {
    assertThat(SourceExcerpt.lines(script("a\n\tb(c);\nd"), new ScriptPlace(2, 4)))
        .containsExactly("    1 | a", "    2 |  b(c);", "      |    ^");
    assertThat(SourceExcerpt.lines(script("a"), new ScriptPlace(2, 1))).isEmpty();
    assertThat(SourceExcerpt.lines(script("ab"), new ScriptPlace(1, 3)))
        .containsExactly("    1 | ab", "      |   ^");
  }

  @Test
  void longLinesAreCutAroundThePlace() {
    String body = "x".repeat(500) + "!" + "y".repeat(500);
    List<String> lines = SourceExcerpt.lines(script(body), new ScriptPlace(1, 501));
    assertThat(lines).allMatch(line -> line.length() < 100);
    int caret = lines.get(1).indexOf('^');
    assertThat(lines.get(0).charAt(caret)).isEqualTo('!');
  }
}
