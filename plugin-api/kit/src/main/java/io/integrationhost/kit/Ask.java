package io.integrationhost.kit;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A question to the peer. A question that was sent and got no answer fails as rejected: whether the
 * peer did it is unknown. Only when {@linkplain #repeatable() doing it twice does no harm} it fails
 * as unconfirmed, and is tried again.
 *
 * @param bytes what to send
 * @param isAnswer tells the answer among the frames; empty: the next frame, and a time-out closes
 *     the connection so that a late answer is never taken for another's
 * @param within how long to wait for the answer
 * @param queue whose turn it takes: questions of a queue go one after the other, queues in turn
 * @param isFirst whether it goes before all that wait
 * @param isRepeatable whether sending it twice does no harm
 * @param <F> what the framing cuts the stream into
 */
public record Ask<F>(
    byte[] bytes,
    Optional<Predicate<F>> isAnswer,
    Duration within,
    String queue,
    boolean isFirst,
    boolean isRepeatable) {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * A question whose answer is known.
   *
   * @param bytes what to send
   * @param isAnswer tells the answer among the frames
   * @param <F> of the framing
   * @return waits 5 s
   */
  public static <F> Ask<F> of(byte[] bytes, Predicate<F> isAnswer) {
    return new Ask<>(bytes, Optional.of(isAnswer), PATIENCE, "", false, false);
  }

  /**
   * A question whose answer is the next frame.
   *
   * @param bytes what to send
   * @param <F> of the framing
   * @return waits 5 s
   */
  public static <F> Ask<F> of(byte[] bytes) {
    return new Ask<>(bytes, Optional.empty(), PATIENCE, "", false, false);
  }

  /**
   * Waits so long.
   *
   * @param patience more than zero
   * @return the question
   */
  public Ask<F> within(Duration patience) {
    return new Ask<>(bytes, isAnswer, patience, queue, isFirst, isRepeatable);
  }

  /**
   * Waits in a queue of its own.
   *
   * @param name of the queue
   * @return the question
   */
  public Ask<F> queue(String name) {
    return new Ask<>(bytes, isAnswer, within, name, isFirst, isRepeatable);
  }

  /**
   * Goes before all that wait.
   *
   * @return the question
   */
  public Ask<F> first() {
    return new Ask<>(bytes, isAnswer, within, queue, true, isRepeatable);
  }

  /**
   * May be sent again when nobody knows whether it arrived.
   *
   * @return the question
   */
  public Ask<F> repeatable() {
    return new Ask<>(bytes, isAnswer, within, queue, isFirst, true);
  }
}
