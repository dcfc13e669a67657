package io.integrationhost.spool;

/** What happens to an append that finds the spool full. */
public enum WhenFull {
  /** It waits for room. */
  BLOCK,
  /** The oldest records make room, a segment at a time; they are counted as overflow. */
  DROP_OLDEST
}
