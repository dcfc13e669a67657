package io.integrationhost.plugins.http;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.http.Head;
import io.integrationhost.kit.http.Request;
import io.integrationhost.plugin.ContentType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the converter gets of a body.
 *
 * @param bytes the payload
 * @param type how the converter sees it
 */
record Content(byte[] bytes, ContentType type) {

  /** Whether a request only looks whether somebody is there. */
  static boolean isLook(Kind kind, String method, String query, String rest) {
    return kind.body == Kind.Body.ANY
        && rest.isEmpty()
        && (method.equals("HEAD") || (method.equals("GET") && query.isEmpty()));
  }

  /** Whether the payload comes, or may come, of a query. */
  static boolean isOfQuery(Kind kind, Head head) {
    return kind.body == Kind.Body.ANY
        && !head.query().isEmpty()
        && (head.method().equals("GET") || Media.of(head.headers().first("content-type")).isForm());
  }

  /**
   * The payload of a request; empty when it is only answered.
   *
   * @throws NotTaken when the type takes no such body
   */
  static Optional<Content> of(Kind kind, Request request) {
    var media = Media.of(request.head().headers().first("content-type"));
    try {
      return switch (kind.body) {
        case ANY -> Optional.of(any(request, media));
        case JSON -> Optional.of(json(request.body(), media));
        case WITH_DEVICE_ID -> Optional.of(withDeviceId(json(request.body(), media)));
        case JSON_OR_VALIDATION ->
            media.isText() ? Optional.empty() : Optional.of(json(request.body(), media));
      };
    } catch (IllegalArgumentException e) {
      throw new NotTaken(400, "the body cannot be read: " + e.getMessage());
    }
  }

  private static Content any(Request request, Media media) {
    if (request.head().method().equals("GET")) {
      return object(Query.parse(request.head().query()));
    }
    if (media.isBinary()) {
      return new Content(request.body(), ContentType.BINARY);
    }
    if (media.isText()) {
      boolean isUtf8 = media.charset().equals(StandardCharsets.UTF_8);
      byte[] text =
          isUtf8 ? request.body() : Bytes.utf8(new String(request.body(), media.charset()));
      return new Content(text, ContentType.TEXT);
    }
    if (media.isForm()) {
      Map<String, String> all = new LinkedHashMap<>(Query.parse(request.head().query()));
      Query.parse(new String(request.body(), media.charset()), media.charset())
          .forEach(all::putIfAbsent);
      return object(all);
    }
    if (media.isMultipart()) {
      return object(Multipart.files(request.body(), media.parameter("boundary")));
    }
    return json(request.body(), media);
  }

  private static Content object(Map<String, ?> values) {
    return new Content(Json.write(values), ContentType.JSON);
  }

  private static Content json(byte[] body, Media media) {
    if (!media.isJson()) {
      throw new NotTaken(
          415, "the content type " + (media.type().isEmpty() ? "is missing" : "is not taken"));
    }
    String charset = media.charset().name();
    byte[] text =
        charset.startsWith("UTF") || charset.equals("US-ASCII")
            ? body
            : Bytes.utf8(new String(body, media.charset()));
    return new Content(Json.compact(text), ContentType.JSON);
  }

  private static Content withDeviceId(Content content) {
    if (Json.field(Json.parse(content.bytes()), "deviceId").isEmpty()) {
      throw new NotTaken(400, "the field deviceId is missing");
    }
    return content;
  }
}
