package io.integrationhost.emulator;

/** How the server fails when an integration connects (facts 2.2). */
public enum ConnectFault {
  NONE,
  /** The configuration cannot be built: SERVER_UNAVAILABLE, then the stream fails. */
  SERVER_UNAVAILABLE,
  /** The search for the routing key fails: no answer, the stream fails. */
  LOOKUP_FAILURE
}
