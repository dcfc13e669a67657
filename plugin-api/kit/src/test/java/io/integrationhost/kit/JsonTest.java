package io.integrationhost.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void writesWhatIsWithin() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("a", List.of(1, 2.5, true, List.of()));
    map.put("b", null);
    map.put("c", Map.of());
    map.put("d", 'x');
    assertThat(Values.json(map))
        .isEqualTo("{\"a\":[1,2.5,true,[]],\"b\":null,\"c\":{},\"d\":\"x\"}");
  }

  @Test
  void escapesWhatMustBe() {
    assertThat(Values.json("a\"b\\c\n\r\t\u0001\u001f\u20ac"))
        .isEqualTo("\"a\\\"b\\\\c\\u000a\\u000d\\u0009\\u0001\\u001f\u20ac\"");
    assertThat(Values.json(Map.of("\n", 1))).isEqualTo("{\"\\u000a\":1}");
  }

  @Test
  void asksWhatValuesOfOtherKindsLookLike() {
    assertThat(
            Values.json(
                List.of('x', Map.of("k", 'y')),
                each -> each instanceof Character letter ? List.of((int) letter) : each))
        .isEqualTo("[[120],{\"k\":[121]}]");
  }

  @Test
  void hasNoNumbersThatJsonCannotHold() {
    List<Object> numbers = new ArrayList<>();
    numbers.add(Double.NaN);
    numbers.add(Float.NEGATIVE_INFINITY);
    numbers.add(BigInteger.TEN.pow(400));
    assertThat(Values.json(numbers)).isEqualTo("[null,null,1" + "0".repeat(400) + "]");
  }
}
