package io.integrationhost.kit.http;

import io.integrationhost.kit.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * An answer to a request. {@code Date}, {@code Connection} and {@code Content-Length} are added.
 *
 * @param status of three digits
 * @param headers by name
 * @param body empty: none
 * @param sent completes when the answer was handed to the connection; fails when the connection was
 *     gone before. Empty: nobody waits for that
 */
public record Reply(
    int status, Map<String, String> headers, byte[] body, Optional<CompletableFuture<Void>> sent) {

  private static final byte[] NOTHING = {};

  /** The answers to what often comes. */
  static final Reply NOT_FOUND = of(404);

  static final Reply FAILED = of(500);

  /**
   * An answer without a body.
   *
   * @param status of three digits
   * @return the answer
   */
  public static Reply of(int status) {
    return new Reply(status, Map.of(), NOTHING, Optional.empty());
  }

  /**
   * An answer with a body.
   *
   * @param status of three digits
   * @param contentType of the body
   * @param body not copied
   * @return the answer
   */
  public static Reply of(int status, String contentType, byte[] body) {
    return new Reply(status, Map.of("Content-Type", contentType), body, Optional.empty());
  }

  /**
   * One line for people.
   *
   * @param status of three digits
   * @param line what is wrong
   * @return the answer, as plain text
   */
  public static Reply text(int status, String line) {
    return of(status, "text/plain", Bytes.utf8(line));
  }

  /**
   * Not now.
   *
   * @param seconds when to come again
   * @return 503 with {@code Retry-After}
   */
  public static Reply later(int seconds) {
    return of(503).with("Retry-After", Integer.toString(seconds));
  }

  /**
   * The same with one more line in its header.
   *
   * @param name of the line
   * @param value what is no text of one line is left out
   * @return the answer
   */
  public Reply with(String name, String value) {
    if (!isName(name) || !isValue(value)) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.keySet().removeIf(name::equalsIgnoreCase);
    more.put(name, value);
    return new Reply(status, more, body, sent);
  }

  /**
   * The same, whose sending somebody waits for.
   *
   * @param waiting as of the record
   * @return the answer
   */
  public Reply told(CompletableFuture<Void> waiting) {
    return new Reply(status, headers, body, Optional.of(waiting));
  }

  /** Could not be sent. */
  void lost(String why) {
    sent.ifPresent(
        one -> one.completeExceptionally(io.integrationhost.kit.Refusal.unavailable(why)));
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && name.chars().allMatch(HeadReader::isTokenCharacter);
  }

  private static boolean isValue(String value) {
    return value.chars().allMatch(each -> each == '\t' || (each >= ' ' && each != 0x7F));
  }
}
