package io.integrationhost.plugins.http;

import io.integrationhost.kit.http.Head;
import io.integrationhost.kit.http.Reply;
import java.util.Optional;

/** Which paths and methods are taken. */
final class Methods {

  private Methods() {}

  static Optional<Reply> refusal(Kind kind, Head head, String rest) {
    boolean isAny = kind.body == Kind.Body.ANY;
    boolean hasSuffix = isAny && rest.length() > 1 && rest.indexOf('/', 1) < 0;
    if (!rest.isEmpty() && !hasSuffix) {
      return Optional.of(Reply.of(404));
    }
    if (!isAny) {
      return Optional.empty();
    }
    boolean isTaken =
        switch (head.method()) {
          case "POST", "PUT" -> true;
          case "GET", "HEAD" -> rest.isEmpty();
          default -> false;
        };
    return isTaken
        ? Optional.empty()
        : Optional.of(
            Reply.of(405).with("Allow", rest.isEmpty() ? "GET, HEAD, POST, PUT" : "POST, PUT"));
  }
}
