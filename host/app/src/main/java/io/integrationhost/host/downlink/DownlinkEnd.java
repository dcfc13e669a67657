package io.integrationhost.host.downlink;

/** What becomes of a downlink in the end. */
public enum DownlinkEnd {
  /** The device's connection has it. */
  SENT,
  /** It waited as long as it may. */
  EXPIRED,
  /** It gave way to newer ones, found no room to wait, or none may wait at all. */
  DISPLACED,
  /** Its transport refused it, at once or too often. */
  REJECTED,
  /** Nobody confirmed it in as many attempts as are made. */
  UNCONFIRMED,
  /** The converter failed on it, or has too much to do. */
  CONVERTER,
  NO_CONVERTER,
  /** The tenant disabled the integration. */
  DISABLED,
  /** Its transport did not answer in time: nobody knows whether it was sent. */
  DEADLINE,
  /** A person gave it up, or the host was stopping or failed. */
  OTHER
}
