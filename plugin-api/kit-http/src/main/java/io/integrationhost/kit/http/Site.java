package io.integrationhost.kit.http;

import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What answers requests below one path: the interface that an author writes. Thread-safe. */
public interface Site {

  /**
   * Looks at a request before its body is read, on the connection's loop; must not block.
   *
   * @param head of the request
   * @param rest of its path behind that of the site, unescaped
   * @return empty: its body is read; else the answer, and its body is thrown away
   */
  Optional<Reply> refusal(Head head, String rest);

  /**
   * The longest body, also after it was decompressed.
   *
   * @return in bytes
   */
  int mostBytes();

  /**
   * Whether a line of a header is shown to nobody who looks at the connection.
   *
   * @param name in lower case
   * @return by its words, unless the site knows better
   */
  default boolean isSecret(String name) {
    return Secrecy.isSecret(name);
  }

  /**
   * Answers a request; called on the connection's loop, must not block. What it throws, or fails
   * with, is answered with 500 and logged.
   *
   * @param request whole
   * @return completes on any thread
   */
  CompletionStage<Reply> answer(Request request);

  /**
   * As {@link io.integrationhost.plugin.Transport#downlink} says.
   *
   * @param downlink for a device of this site
   * @return its outcome
   */
  CompletionStage<Void> downlink(Downlink downlink);

  /**
   * What it lacks itself.
   *
   * @return at once
   */
  Health health();

  /** Nothing is asked of it any more; lets go of what waits. */
  void close();
}
