package io.integrationhost.remote;

/**
 * To whom a session reports. Called on gRPC's callback threads, in the session's order (but {@code
 * writable} from any thread), without the session's lock: must be short.
 */
interface SessionOwner {

  void accepted(IntegrationConfiguration configuration);

  /** Never before {@link #accepted}. */
  void pushed(Inbound.Push push);

  /**
   * An answer came that was not owed.
   *
   * @param items of all messages of this session that count as answered
   */
  void answerNotAskedFor(long items);

  /** The session takes uplinks again. */
  void writable();

  /** The last call. All stages of the session's uplinks have completed. */
  void ended(SessionEnd end);
}
