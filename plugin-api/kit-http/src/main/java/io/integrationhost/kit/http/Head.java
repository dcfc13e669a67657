package io.integrationhost.kit.http;

/**
 * What stands before the body of a request.
 *
 * @param method as it was sent, such as {@code POST}
 * @param path with escapes as they were sent, without the query
 * @param query behind the question mark, with escapes; empty when there is none
 * @param minor 0 or 1, of HTTP/1
 * @param headers its lines
 */
public record Head(String method, String path, String query, int minor, Headers headers) {

  /** Whether the connection serves another request after this one. */
  boolean isKeptAlive() {
    return minor == 1
        ? !headers.lists("connection", "close")
        : headers.lists("connection", "keep-alive") && !headers.lists("connection", "close");
  }

  /** Never the query or values of headers: they may hold secrets. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
