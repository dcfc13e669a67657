package io.integrationhost.kit.http;

import io.integrationhost.kit.Bytes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** A request as whoever watches its connection sees it: as it came, but for secrets. */
final class Shown {

  private Shown() {}

  static byte[] of(Arrived.Whole whole) {
    Head head = whole.head();
    Site site = whole.address().seat().site();
    var text = new StringBuilder();
    text.append(head.method()).append(' ').append(head.path());
    if (!head.query().isEmpty()) {
      text.append('?').append(query(head.query(), site));
    }
    text.append(" HTTP/1.").append(head.minor()).append("\r\n");
    head.headers()
        .forEach(
            (name, value) ->
                text.append(name)
                    .append(": ")
                    .append(site.isSecret(name) ? "***" : value)
                    .append("\r\n"));
    byte[] first = Bytes.utf8(text.append("\r\n").toString());
    byte[] all = Arrays.copyOf(first, first.length + whole.body().length);
    System.arraycopy(whole.body(), 0, all, first.length, whole.body().length);
    return all;
  }

  private static String query(String raw, Site site) {
    var shown = new StringBuilder();
    for (String each : raw.split("&", -1)) {
      int equals = each.indexOf('=');
      String name = equals < 0 ? each : each.substring(0, equals);
      boolean isSecret = equals >= 0 && site.isSecret(unescaped(name).toLowerCase(Locale.ROOT));
      shown.append(shown.length() == 0 ? "" : "&").append(isSecret ? name + "=***" : each);
    }
    return shown.toString();
  }

  private static String unescaped(String name) {
    try {
      return URLDecoder.decode(name, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return name;
    }
  }
}
