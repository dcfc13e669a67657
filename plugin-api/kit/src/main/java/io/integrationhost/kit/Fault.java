package io.integrationhost.kit;

import java.util.Objects;

/**
 * What is wrong with something that a peer sent. Decoders put it among the frames, where it was
 * found.
 *
 * @param kind what programs tell apart
 * @param what for people, after the connection's name: {@code sent a message longer than 100 bytes,
 *     which is skipped; raise maxLineLength}
 * @param bytes how the bytes begin, made fit for a log; may be empty
 * @param canGoOn whether the beginning of the next frame can be found
 */
public record Fault(Kind kind, String what, String bytes, boolean canGoOn) {

  /** The kinds that are counted apart. */
  public enum Kind {
    /** Longer than allowed. */
    TOO_LONG,
    /** Not of the protocol. */
    MALFORMED,
    /** Begun and not ended in time, or answers that were not taken in time. */
    TIMEOUT,
    /** No memory for it. */
    MEMORY,
    /** Anything else. */
    OTHER
  }

  /**
   * Refuses null.
   *
   * @param kind as of the record
   * @param what as of the record
   * @param bytes as of the record
   * @param canGoOn as of the record
   */
  public Fault {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(bytes, "bytes");
  }
}
