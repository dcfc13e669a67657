package io.integrationhost.kit.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads what stands before a body, and refuses what two programs could read differently: behind a
 * proxy that would let one client write into the request of another.
 */
final class HeadReader {

  private static final int MOST_LINES = 200;
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
  private static final boolean[] TOKEN = new boolean[128];

  static {
    for (char each = '!'; each < 0x7F; each++) {
      TOKEN[each] = "\"(),/:;<=>?@[\\]{}".indexOf(each) < 0;
    }
  }

  private final byte[] bytes;
  private final boolean withReturns;
  private int at;

  /**
   * Of one head.
   *
   * @param bytes to the empty line and with it
   */
  HeadReader(byte[] bytes) {
    this.bytes = bytes;
    int first = indexOf('\n', 0);
    this.withReturns = first > 0 && bytes[first - 1] == '\r';
  }

  static boolean isTokenCharacter(int each) {
    return each > 0 && each < TOKEN.length && TOKEN[each];
  }

  Head read() {
    int end = lineEnd();
    int afterMethod = indexOf(' ', at);
    int afterTarget = afterMethod < 0 ? -1 : indexOf(' ', afterMethod + 1);
    if (afterTarget < 0 || afterTarget >= end || !isToken(at, afterMethod)) {
      throw new Unreadable(400, "its first line is none of HTTP");
    }
    String method = text(at, afterMethod);
    String target = target(afterMethod + 1, afterTarget);
    int minor = minor(text(afterTarget + 1, end));
    next(end);
    var headers = new Headers();
    end = lineEnd();
    while (end > at) {
      if (headers.size() == MOST_LINES) {
        throw new Unreadable(431, "its header has more than " + MOST_LINES + " lines");
      }
      line(headers, end);
      next(end);
      end = lineEnd();
    }
    check(minor, headers);
    int question = target.indexOf('?');
    return new Head(
        method,
        question < 0 ? target : target.substring(0, question),
        question < 0 ? "" : target.substring(question + 1),
        minor,
        headers);
  }

  private void line(Headers headers, int end) {
    int colon = indexOf(':', at);
    if (colon < 0 || colon >= end || !isToken(at, colon)) {
      throw new Unreadable(400, "a line of its header has no name");
    }
    int from = colon + 1;
    int to = end;
    while (from < to && isBlank(bytes[from])) {
      from++;
    }
    while (to > from && isBlank(bytes[to - 1])) {
      to--;
    }
    for (int i = from; i < to; i++) {
      if ((bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\t') || bytes[i] == 0x7F) {
        throw new Unreadable(400, "a line of its header holds a control character");
      }
    }
    headers.add(text(at, colon).toLowerCase(Locale.ROOT), text(from, to));
  }

  private static void check(int minor, Headers headers) {
    int lengths = headers.count("content-length");
    int codings = headers.count("transfer-encoding");
    if (lengths > 1 || codings > 1 || (lengths > 0 && codings > 0)) {
      throw new Unreadable(400, "it says the length of its body twice");
    }
    if (lengths == 1 && !LENGTH.matcher(headers.first("content-length").orElseThrow()).matches()) {
      throw new Unreadable(400, "its Content-Length is no number");
    }
    if (codings == 1
        && (minor == 0
            || !headers.first("transfer-encoding").orElseThrow().equalsIgnoreCase("chunked"))) {
      throw new Unreadable(
          minor == 0 ? 400 : 501, "its Transfer-Encoding is something else than chunked");
    }
    int hosts = headers.count("host");
    if (hosts > 1 || (minor == 1 && hosts == 0)) {
      throw new Unreadable(400, "it has " + hosts + " lines Host, where one is due");
    }
  }

  private static int minor(String version) {
    return switch (version) {
      case "HTTP/1.1" -> 1;
      case "HTTP/1.0" -> 0;
      default ->
          throw new Unreadable(version.matches("HTTP/\\d\\.\\d") ? 505 : 400, "it is no HTTP/1.1");
    };
  }

  private String target(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] <= ' ' || bytes[i] == 0x7F) {
        throw new Unreadable(400, "its target holds a character that must be escaped");
      }
    }
    String target = text(from, to);
    if (target.startsWith("/")) {
      return target;
    }
    // The form for proxies, which servers take too.
    int scheme = target.indexOf("://");
    int slash = scheme < 0 ? -1 : target.indexOf('/', scheme + 3);
    if (scheme < 0 || !target.substring(0, scheme).matches("(?i)https?")) {
      throw new Unreadable(400, "its target begins with no slash");
    }
    return slash < 0 ? "/" : target.substring(slash);
  }

  private boolean isToken(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isTokenCharacter(bytes[i])) {
        return false;
      }
    }
    return to > from;
  }

  private static boolean isBlank(byte each) {
    return each == ' ' || each == '\t';
  }

  /** Where the line ends, without its end. */
  private int lineEnd() {
    int feed = indexOf('\n', at);
    boolean hasReturn = feed > at && bytes[feed - 1] == '\r';
    // A lone line feed is an end where all are: mixed, it hides lines from one reader or the other.
    if (hasReturn != withReturns) {
      throw new Unreadable(400, "its lines end in two ways");
    }
    return hasReturn ? feed - 1 : feed;
  }

  private void next(int end) {
    at = end + (withReturns ? 2 : 1);
  }

  private int indexOf(char wanted, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
