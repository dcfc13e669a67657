package io.integrationhost.admin.http;

import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.RequestHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** The last touch to an answer: what has not changed is not sent again, what is long is packed. */
final class Delivery {

  private static final int WORTH_PACKING = 1_400;

  private static final Map<String, String> ALWAYS = always();

  private Delivery() {}

  private static Map<String, String> always() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Cache-Control", "no-store");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types lit-html");
    return headers;
  }

  /** Headers of every answer; those of the answer itself come before them. */
  static Map<String, String> headers(Map<String, String> own) {
    Map<String, String> headers = new LinkedHashMap<>(ALWAYS);
    headers.putAll(own);
    return headers;
  }

  static Answer.Bytes finish(RequestHead head, Answer.Bytes answer) {
    if (!head.isSafe() || answer.status() != 200) {
      return answer;
    }
    String tag = tag(answer.body());
    // A weak one, since a packed answer has other bytes.
    Answer.Bytes tagged = answer.with("ETag", tag).with("Vary", "Accept-Encoding");
    if (head.header("if-none-match").filter(given -> given.contains(tag)).isPresent()) {
      return new Answer.Bytes(304, "", new byte[0], tagged.headers());
    }
    boolean packs =
        head.header("accept-encoding").filter(each -> each.contains("gzip")).isPresent();
    if (!packs || answer.body().length < WORTH_PACKING || answer.contentType().endsWith("zip")) {
      return tagged;
    }
    Answer.Bytes packed =
        new Answer.Bytes(200, answer.contentType(), packed(answer.body()), tagged.headers());
    return packed.with("Content-Encoding", "gzip");
  }

  private static String tag(byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
      return "W/\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] packed(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("memory has no errors", e);
    }
    return bytes.toByteArray();
  }
}
