package io.integrationhost.plugins.modbus;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.integrationhost.plugins.modbus.value.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cases of the files in {@code vectors/modbus}. */
public final class Vectors {

  private Vectors() {}

  /** All cases of a file. */
  public static List<Config> of(String file) {
    try (var in = Vectors.class.getResourceAsStream("/vectors/modbus/" + file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<Config> cases = new ArrayList<>();
      JsonText.parse("{\"cases\": " + text + "}")
          .toConfig()
          .getConfigList("cases")
          .forEach(cases::add);
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a case is marked so. */
  static boolean isPeculiar(Config one) {
    return one.hasPath("peculiar");
  }

  /** A result of a case: floating point numbers as {@code Double}, whole ones with all digits. */
  static Object result(ConfigValue value) {
    if (value.valueType() == ConfigValueType.NUMBER) {
      String text = value.atKey("v").getString("v");
      return text.matches(".*[.eE].*")
          ? (Object) Double.valueOf(text)
          : (Object) new BigDecimal(text);
    }
    return value instanceof ConfigList list
        ? list.stream().map(Vectors::result).toList()
        : plain(value);
  }

  /** A value of a case: numbers as {@code BigDecimal} with all their digits. */
  static Object plain(ConfigValue value) {
    if (value instanceof ConfigObject object) {
      Map<String, Object> map = new LinkedHashMap<>();
      object.forEach((key, each) -> map.put(key, plain(each)));
      return map;
    }
    if (value instanceof ConfigList list) {
      return list.stream().map(Vectors::plain).toList();
    }
    boolean isLong = value.unwrapped() instanceof String text && text.matches("-?\\d{19,}");
    return value.valueType() == ConfigValueType.NUMBER || isLong
        ? new BigDecimal(value.atKey("v").getString("v"))
        : value.unwrapped();
  }
}
