package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DedicatedTemplateTest {
  private static final JsonObject METADATA =
      JsonParser.parseString(
              """
              {deve: 'short', deveui2: 'long', deveui: 'middle', fPort: 8, rssi: -84.50, ack: false,
               tags: {site: 'north'}, list: ['a', 1], evil: '$deve', none: null, 'a b': 'space',
               'f\u0421nt': 5, '': 'empty'}
              """)
          .getAsJsonObject();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "plain            | plain                   | []",
        "$deve            | short                   | []",
        "$deveui          | middle                  | []",
        "$deveui2         | long                    | []",
        "$deveui3-$deve   | middle3-short           | []",
        "x$fPort/$rssi$ack| x8/-84.50false          | []",
        "$tags $list      | {\"site\":\"north\"} [\"a\",1] | []",
        "$evil            | $deve                   | []",
        "$$deve           | $short                  | []",
        "$none            | $none                   | [none]",
        "$a b             | space                   | []",
        "$f\u0421nt       | 5                       | []",
        "5$ and $5        | 5$ and $5               | []",
        "$                | $                       | []",
        "$dev $other_1.x  | $dev $other_1.x         | [dev, other_1]",
      })
  void fill(String template, String expected, String unknown) {
    assertThat(new DedicatedTemplate(template).fill(METADATA)).isEqualTo(expected);
    assertThat(new DedicatedTemplate(template).unknown(METADATA)).hasToString(unknown);
  }
}
