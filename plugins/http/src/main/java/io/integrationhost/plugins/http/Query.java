package io.integrationhost.plugins.http;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters as forms and queries write them. */
final class Query {

  private static final int MOST = 10_000;

  private Query() {}

  /**
   * Of each name the first value, in order.
   *
   * @throws IllegalArgumentException for an escape that is none
   */
  static Map<String, String> parse(String text, Charset charset) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String each : text.split("&", -1)) {
      if (!each.isEmpty()) {
        int equals = each.indexOf('=');
        String name = URLDecoder.decode(equals < 0 ? each : each.substring(0, equals), charset);
        all.putIfAbsent(
            name, equals < 0 ? "" : URLDecoder.decode(each.substring(equals + 1), charset));
      }
      if (all.size() > MOST) {
        throw new IllegalArgumentException("it has more than " + MOST + " parameters");
      }
    }
    return all;
  }

  static Map<String, String> parse(String text) {
    return parse(text, StandardCharsets.UTF_8);
  }
}
