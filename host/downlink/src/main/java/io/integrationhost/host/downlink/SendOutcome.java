package io.integrationhost.host.downlink;

/** What became of an attempt to hand a downlink to a transport. */
public sealed interface SendOutcome {

  /** The device's connection has it. */
  record Sent() implements SendOutcome {}

  /**
   * Not now: the device may come.
   *
   * @param reason for people
   */
  record NotNow(String reason) implements SendOutcome {}

  /**
   * It may have been sent, nobody confirmed it, and sending it again does no harm.
   *
   * @param reason for people
   */
  record Unconfirmed(String reason) implements SendOutcome {}

  /**
   * Never, on this transport.
   *
   * @param reason for people
   */
  record Refused(String reason) implements SendOutcome {}

  /**
   * Nobody knows whether it was sent, so it must not be sent again.
   *
   * @param reason for people
   */
  record Unknown(String reason) implements SendOutcome {}
}
