package io.integrationhost.admin.exchange;

import java.util.concurrent.CompletionStage;

/** Answers the requests of one route. */
@FunctionalInterface
public interface Handler {

  /**
   * Answers; may read small files, must not wait for anything else. Throws, or fails the stage
   * with, a {@link ProblemException} for what the asker can mend; anything else is a fault of the
   * host.
   */
  CompletionStage<Answer> handle(Request request);

  /** One that knows its answer at once. */
  static Handler of(java.util.function.Function<Request, Answer> answers) {
    return request -> Answer.now(answers.apply(request));
  }
}
