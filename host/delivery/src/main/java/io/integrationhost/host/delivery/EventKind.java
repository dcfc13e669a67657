package io.integrationhost.host.delivery;

/** What an event that ThingsBoard shows beside the data tells of. */
public enum EventKind {
  LIFECYCLE,
  STATISTICS,
  /** What an integration or a converter did with one message. */
  DEBUG,
  /** What one device sent. */
  RAW_DATA
}
