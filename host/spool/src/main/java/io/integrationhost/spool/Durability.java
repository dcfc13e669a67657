package io.integrationhost.spool;

/** What a stored record survives. All survive a killed process. */
public enum Durability {
  /** Stored means on the disk: survives a power loss. Appends share disk syncs. */
  FSYNC,
  /** Synced to the disk at an interval: a power loss takes at most that much. */
  INTERVAL,
  /** Left to the operating system: a power loss takes what it has not written, often 30 s. */
  NONE
}
