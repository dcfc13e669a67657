package io.integrationhost.plugins.http;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Downlink;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Requests to servers of networks, and what downlinks say for them. */
final class Call {

  private Call() {}

  static HttpRequest.Builder to(String url) {
    try {
      var uri = URI.create(url);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
        return HttpRequest.newBuilder(uri).timeout(Rest.PATIENCE);
      }
    } catch (IllegalArgumentException isNone) {
      // As one that is none of HTTP.
    }
    throw Refusal.rejected(
        "the address of the network's server is none: it must begin with http:// or https://, and"
            + " the metadata must fit into it");
  }

  static HttpRequest json(String url, Optional<String> authorization, Object body) {
    HttpRequest.Builder request =
        to(url)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(body)));
    authorization.ifPresent(value -> header(request, "Authorization", value));
    return request.build();
  }

  static void header(HttpRequest.Builder request, String name, String value) {
    try {
      request.header(name, value);
    } catch (IllegalArgumentException e) {
      throw Refusal.rejected("what stands for " + name + " fits into no header; correct the token");
    }
  }

  /** Metadata that a downlink must have. */
  static String needed(Downlink downlink, String key, String otherwise) {
    return given(downlink, key).orElseThrow(() -> Refusal.rejected(otherwise));
  }

  static Optional<String> given(Downlink downlink, String key) {
    return Optional.ofNullable(downlink.metadata().get(key)).filter(text -> !text.isBlank());
  }

  static int whole(String text, String key, int min, int max) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException isNone) {
      // As one that is out of range.
    }
    throw Refusal.rejected(
        key + " in the downlink metadata must be a whole number, " + min + " to " + max);
  }

  /** An optional {@code confirmed}. */
  static void confirmed(Downlink downlink, Map<String, Object> into) {
    given(downlink, "confirmed").ifPresent(text -> into.put("confirmed", flag(text)));
  }

  private static Json.Literal flag(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (!lower.equals("true") && !lower.equals("false")) {
      throw Refusal.rejected("confirmed in the downlink metadata must be true or false");
    }
    return new Json.Literal(lower);
  }

  static String data(Downlink downlink) {
    return Bytes.utf8(downlink.payload());
  }

  /** One part of a path, which can lead to no other place than its own. */
  static String part(String text) {
    if (text.equals(".") || text.equals("..")) {
      throw Refusal.rejected("'" + text + "' in the downlink metadata cannot stand in a path");
    }
    return escaped(text);
  }

  static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
