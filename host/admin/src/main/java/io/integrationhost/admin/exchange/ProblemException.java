package io.integrationhost.admin.exchange;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;

/** Why a request is not answered as it wishes; becomes an answer by RFC 9457. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final String pointer;
  private final String pointed;
  private final String state;
  private final int retryAfter;

  /**
   * A problem.
   *
   * @param detail what, where, and what to do, for people
   */
  public ProblemException(ProblemType type, String detail) {
    this(type, detail, null, null, null, 0);
  }

  private ProblemException(
      ProblemType type, String detail, String pointer, String pointed, String state, int retry) {
    // Whoever asks for what is wrong must not cost a stack trace each.
    super(detail, null, false, false);
    this.type = type;
    this.pointer = pointer;
    this.pointed = pointed;
    this.state = state;
    this.retryAfter = retry;
  }

  /** With the place of the request that is meant. */
  public ProblemException at(String place, String what) {
    return new ProblemException(type, getMessage(), place, what, state, retryAfter);
  }

  /** With the state of the integration that it does not fit. */
  public ProblemException in(String stateNow) {
    return new ProblemException(type, getMessage(), pointer, pointed, stateNow, retryAfter);
  }

  /** With the seconds after which it may go. */
  public ProblemException after(int seconds) {
    return new ProblemException(type, getMessage(), pointer, pointed, state, seconds);
  }

  public ProblemType type() {
    return type;
  }

  /**
   * The answer.
   *
   * @param instance the request's id
   */
  public Answer.Bytes answer(String instance) {
    return answer(instance, type.status());
  }

  /**
   * The same with a status that says more.
   *
   * @param instance the request's id
   */
  public Answer.Bytes answer(String instance, int status) {
    JsonObject json = new JsonObject();
    json.addProperty("type", type.urn());
    json.addProperty("title", type.title());
    json.addProperty("status", status);
    json.addProperty("detail", getMessage());
    json.addProperty("instance", instance);
    if (state != null) {
      json.addProperty("state", state);
    }
    if (pointer != null) {
      JsonObject error = new JsonObject();
      error.addProperty("pointer", pointer);
      error.addProperty("detail", pointed);
      JsonArray errors = new JsonArray();
      errors.add(error);
      json.add("errors", errors);
    }
    Answer.Bytes answer = Answer.json(status, json).as("application/problem+json");
    Optional<Map.Entry<String, String>> header =
        switch (type) {
          case UNAUTHENTICATED -> Optional.of(Map.entry("WWW-Authenticate", "Bearer"));
          case TOO_MANY ->
              Optional.of(Map.entry("Retry-After", String.valueOf(Math.max(1, retryAfter))));
          default -> Optional.empty();
        };
    return header.map(each -> answer.with(each.getKey(), each.getValue())).orElse(answer);
  }
}
