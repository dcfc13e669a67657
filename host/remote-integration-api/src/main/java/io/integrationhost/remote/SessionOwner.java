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
  void ended(End end);

  /**
   * How a stream ended.
   *
   * @param failure why; what to do is in its message
   * @param left we left, as we wanted
   * @param healthy the stream was a good one, so the next failure counts as the first
   * @param uncertain ThingsBoard may still take the stream for alive
   * @param accepted ThingsBoard had accepted the integration
   */
  record End(
      LinkFailure failure, boolean left, boolean healthy, boolean uncertain, boolean accepted) {}
}
