package io.integrationhost.convert.hint;

import io.integrationhost.converter.ConverterException.Kind;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The script uses what only the other language has, or what neither has. */
final class OtherLanguage implements Rule {
  private static final String CODE = "other-language";
  private static final Pattern NOT_DEFINED =
      Pattern.compile("ReferenceError: (\\w+) is not defined");

  /** Functions of TBEL that JavaScript does not have (docs/tbel.md). */
  private static final Set<String> TBEL_ONLY =
      Names.of(
          "decodeToString decodeToJson bytesToString bytesToHex bytesToBase64 "
              + "hexToBytes hexToBase64 base64ToHex base64ToBytes base64ToBytesList "
              + "stringToBytes toFixed toFlatMap toInt parseBytesToInt parseBytesToLong "
              + "parseBytesToFloat parseBytesToDouble parseHexToInt parseHexToLong "
              + "parseHexToFloat parseLittleEndianHexToInt parseBigEndianHexToInt "
              + "intToHex longToHex raiseError isMap isList parseLong parseDouble "
              + "parseByteToBinaryArray parseBytesToBinaryArray");

  private static final Map<String, String> INSTEAD =
      Map.of(
          "decodeToString", "String.fromCharCode.apply(String, payload)",
          "bytesToString", "String.fromCharCode.apply(String, payload)",
          "decodeToJson", "JSON.parse(String.fromCharCode.apply(String, payload))",
          "toFixed", "Number(x.toFixed(2))",
          "parseBytesToInt", "(payload[0] << 8) | payload[1]",
          "raiseError", "throw new Error('...')");

  private static final Set<String> NOWHERE =
      Names.of("require Buffer window document fetch process module");

  @Override
  public Stream<Hint> look(Subject subject) {
    if (subject.outcome().failure().isEmpty()) {
      return Stream.empty();
    }
    return subject.isTbel() ? javaScriptInTbel(subject) : undefined(subject);
  }

  private static Stream<Hint> undefined(Subject subject) {
    Matcher matcher = NOT_DEFINED.matcher(subject.reason());
    if (!matcher.find()) {
      return Stream.empty();
    }
    String name = matcher.group(1);
    if (TBEL_ONLY.contains(name)) {
      String instead =
          INSTEAD.containsKey(name) ? " In JavaScript: %s.".formatted(INSTEAD.get(name)) : "";
      return Stream.of(
          Hint.warning(
              CODE,
              ("%s() exists in TBEL only.%s If the script is TBEL, say so: --lang"
                      + " TBEL, or a file that ends in .tbel.")
                  .formatted(name, instead)));
    }
    if (NOWHERE.contains(name)) {
      return Stream.of(Hint.warning(CODE, "Converters have no '%s'.".formatted(name)));
    }
    if (name.equals(subject.converter().downlink() ? "payload" : "msg")) {
      return Stream.of(
          Hint.warning(
              "unknown-name",
              subject.converter().downlink()
                  ? "A downlink script has no 'payload': what is sent to the device is 'msg'."
                  : "An uplink script has no 'msg': what the device sent is 'payload'."));
    }
    return Stream.of(
        Hint.warning(
            "unknown-name", "'%s' is used but never declared: misspelled?".formatted(name)));
  }

  private static Stream<Hint> javaScriptInTbel(Subject subject) {
    String code = subject.script().code();
    String sign =
        code.contains("=>")
            ? "arrow functions (=>)"
            : Pattern.compile("\\b(let|const)\\s+\\w").matcher(code).find()
                ? "let or const (write var)"
                : code.contains("String.fromCharCode")
                    ? "String.fromCharCode (write decodeToString(payload))"
                    : subject.script().body().contains("`") ? "texts in ` (write '...' + x)" : "";
    boolean cause = subject.outcome().failure().filter(one -> isOfScript(one.kind())).isPresent();
    return sign.isEmpty() || !cause
        ? Stream.empty()
        : Stream.of(
            Hint.warning(
                CODE,
                "TBEL has no %s. If the script is JavaScript, say so: --lang JS.".formatted(sign)));
  }

  private static boolean isOfScript(Kind kind) {
    return kind == Kind.COMPILE || kind == Kind.SCRIPT;
  }
}
