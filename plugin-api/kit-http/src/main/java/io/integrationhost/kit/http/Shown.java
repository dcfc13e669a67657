package io.integrationhost.kit.http;

import io.integrationhost.kit.Bytes;
import java.util.Arrays;

/** A request as whoever watches its connection sees it: as it came, but for secrets. */
final class Shown {

  private Shown() {}

  static byte[] of(Arrived.Whole whole) {
    Head head = whole.head();
    Site site = whole.address().seat().site();
    var text = new StringBuilder();
    text.append(head.method()).append(' ').append(head.path());
    if (!head.query().isEmpty()) {
      text.append('?').append(head.query().replaceAll("(?i)(token=)[^&]*", "$1***"));
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
}
