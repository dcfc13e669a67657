package io.integrationhost.host.delivery;

/**
 * Finds the message at which sessions end. A server that restarts, or a network that breaks, leaves
 * any message without an answer; a message that ends the session itself is the first without one
 * again and again. It is sent alone then, and blamed only if the session ends with it. Confined to
 * the thread that delivers.
 */
final class Cuts {

  /** So often it may be chance. */
  private static final int CHANCE = 2;

  /** What an unanswered message has to do with the end of its session. */
  enum Verdict {
    NOT_TO_BLAME,
    TO_BE_SENT_ALONE,
    TO_BLAME
  }

  private long position = -1;
  private int ends;
  private boolean firstOfSession = true;
  private boolean alone;

  /**
   * A message leaves.
   *
   * @param only whether no other is on its way, and none will be before its answer
   */
  void sent(boolean only) {
    firstOfSession = true;
    alone = only;
  }

  /** A message got its answer. */
  void passed(Batch batch) {
    if (batch.start() <= position && position < batch.end()) {
      position = -1;
      ends = 0;
    }
  }

  /** The session ended before the answer of a message; called in the order of sending. */
  Verdict lost(Batch batch) {
    if (!firstOfSession) {
      return Verdict.NOT_TO_BLAME;
    }
    firstOfSession = false;
    if (batch.isCutting()) {
      return alone || batch.suspect().isPresent() ? Verdict.TO_BLAME : Verdict.TO_BE_SENT_ALONE;
    }
    ends = batch.start() == position ? ends + 1 : 1;
    position = batch.start();
    if (ends <= CHANCE - 1) {
      return Verdict.NOT_TO_BLAME;
    }
    return ends > CHANCE && alone ? Verdict.TO_BLAME : Verdict.TO_BE_SENT_ALONE;
  }
}
