package io.integrationhost.converter;

import java.util.regex.Pattern;
import org.graalvm.polyglot.Source;

/**
 * A script in JavaScript, and what its text gives away of how it will behave.
 *
 * @param changesBuiltIns whether it looks as if it changed objects that all scripts share, such as
 *     {@code Array.prototype}; one that hides it well cannot add anything to them
 * @param readsMatches whether it reads what the last regular expression found, as in {@code
 *     RegExp.$1}
 * @param logs whether it may use the console
 */
record JavaScriptBody(Source source, boolean changesBuiltIns, boolean readsMatches, boolean logs) {
  private static final String BUILT_IN =
      "(?<![.\\w$])(?:Object|Function|Array|String|Number|Boolean|Symbol|BigInt|Date|RegExp|Math|JSON"
          + "|Reflect|Map|Set|WeakMap|WeakSet|WeakRef|Promise|Proxy|Intl|ArrayBuffer|DataView"
          + "|\\w*Error|\\w+Array|TextEncoder|TextDecoder|parseInt|parseFloat|isNaN|isFinite"
          + "|encodeURI\\w*|decodeURI\\w*|escape|unescape|atob|btoa|console)\\b";

  private static final String MEMBER = "\\s*(?:\\.\\s*[\\w$]+|\\[[^\\]\\n]*\\])";

  private static final String ASSIGNED = "\\s*(?:[-+*/%&|^?<>]{1,3})?=(?![=>])";

  private static final Pattern CHANGES =
      Pattern.compile(
          String.join(
              "|",
              BUILT_IN + "(?:\\s*\\.\\s*prototype)?" + MEMBER + ASSIGNED,
              BUILT_IN + "\\s*\\.\\s*prototype\\s*+(?![.\\[])",
              "(?<!(?:var|let|const)\\s)" + BUILT_IN + "\\s*=(?![=>])",
              "\\bdelete\\s+" + BUILT_IN,
              "\\b(?:defineProperty|defineProperties|assign|freeze|seal|preventExtensions)\\s*\\(\\s*(?:"
                  + BUILT_IN
                  + "|this\\b)",
              "\\bconstructor\\b\\s*(?:\\[|\\.\\s*prototype|\\.\\s*[\\w$]+" + ASSIGNED + ")",
              "__proto__|__define[GS]etter__|getPrototypeOf|setPrototypeOf|\\bReflect\\b"
                  + "|\\bglobalThis\\b|\\beval\\b|\\bFunction\\s*\\("));

  private static final Pattern MATCHES =
      Pattern.compile("\\bRegExp\\s*(?:\\[|\\.\\s*(?:\\$|input|last|left|right))");

  /** The body starts on a line of its own: its columns are right, its lines are off by one. */
  static JavaScriptBody of(String body, Direction direction) {
    String text = "(function (" + direction.parameters() + ") {\n" + body + "\n})";
    return new JavaScriptBody(
        Source.newBuilder("js", text, "script").buildLiteral(),
        CHANGES.matcher(body).find(),
        MATCHES.matcher(body).find(),
        body.contains("console"));
  }
}
