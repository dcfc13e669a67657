package io.integrationhost.kit.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Answers as bytes. Thread-safe. */
final class Response {

  static final byte[] GO_ON = ascii("HTTP/1.1 100 Continue\r\n\r\n");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private record Stamp(long second, String text) {}

  private volatile Stamp stamp = new Stamp(-1, "");
  private volatile Plain plain = new Plain(-1, 0, new byte[0]);

  /** An answer that says its status alone, to who keeps the connection. */
  private record Plain(long second, int status, byte[] bytes) {}

  /**
   * One answer, whose bytes nobody changes: the next one may be the same.
   *
   * @param minor of the request
   * @param keeps whether the connection goes on
   * @param withBody false for HEAD, whose answer has a header only
   */
  byte[] bytes(Reply reply, int minor, boolean keeps, boolean withBody) {
    if (minor == 0 || !keeps || !reply.headers().isEmpty() || reply.body().length > 0) {
      return built(reply, minor, keeps, withBody);
    }
    long second = System.currentTimeMillis() / 1000;
    Plain last = plain;
    if (last.second() != second || last.status() != reply.status()) {
      last = new Plain(second, reply.status(), built(reply, minor, keeps, withBody));
      plain = last;
    }
    return last.bytes();
  }

  private byte[] built(Reply reply, int minor, boolean keeps, boolean withBody) {
    int status = reply.status();
    var head = new StringBuilder(160);
    head.append("HTTP/1.1 ").append(status).append(' ').append(reason(status)).append("\r\n");
    head.append("Date: ").append(date()).append("\r\n");
    reply
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    boolean mayHaveBody = status >= 200 && status != 204 && status != 304;
    if (mayHaveBody) {
      head.append("Content-Length: ").append(reply.body().length).append("\r\n");
    }
    if (!keeps) {
      head.append("Connection: close\r\n");
    } else if (minor == 0) {
      head.append("Connection: keep-alive\r\n");
    }
    head.append("\r\n");
    byte[] first = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    if (!mayHaveBody || !withBody || reply.body().length == 0) {
      return first;
    }
    byte[] all = java.util.Arrays.copyOf(first, first.length + reply.body().length);
    System.arraycopy(reply.body(), 0, all, first.length, reply.body().length);
    return all;
  }

  private String date() {
    long second = System.currentTimeMillis() / 1000;
    Stamp now = stamp;
    if (now.second() != second) {
      now = new Stamp(second, DATE.format(Instant.ofEpochSecond(second)));
      stamp = now;
    }
    return now.text();
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 204 -> "No Content";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 417 -> "Expectation Failed";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      default -> "Other";
    };
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
