package io.integrationhost.plugins.modbus.value;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** Values as the gateway's language writes them, by which its configurations name variants. */
final class PythonText {

  private static final double PLAIN_FROM = 1e-4;
  private static final double PLAIN_TO = 1e16;

  private PythonText() {}

  /** Such as {@code True}, {@code 1}, {@code 1.0}, {@code 1.5e-05} or {@code [True, False]}. */
  static String of(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    if (value instanceof List<?> list) {
      return list.stream().map(PythonText::of).collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof Double number ? number(number) : String.valueOf(value);
  }

  private static String number(double number) {
    double size = Math.abs(number);
    if (number == 0 || !Double.isFinite(number)) {
      return String.valueOf(number);
    }
    BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    if (size >= PLAIN_FROM && size < PLAIN_TO) {
      return exact.scale() <= 0 ? exact.setScale(1).toPlainString() : exact.toPlainString();
    }
    String digits = exact.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - exact.scale();
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return (number < 0 ? "-" : "")
        + digits.charAt(0)
        + fraction
        + "e"
        + (exponent < 0 ? "-" : "+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }
}
