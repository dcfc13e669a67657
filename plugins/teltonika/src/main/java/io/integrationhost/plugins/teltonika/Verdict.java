package io.integrationhost.plugins.teltonika;

import java.util.OptionalInt;

/**
 * What is done about a frame.
 *
 * @param count the record count to answer; empty: nothing is answered
 */
record Verdict(Kind kind, OptionalInt count) {

  enum Kind {
    /** All of it is stored, or it was nothing for the host. */
    GOOD,
    /** Left out; says nothing about the device. */
    SKIPPED,
    /** Broken on the way or by the device. */
    BAD,
    /** Not stored, or not to be understood; the device keeps its data and comes again. */
    LAST
  }

  static Verdict of(Kind kind) {
    return new Verdict(kind, OptionalInt.empty());
  }

  static Verdict answering(Kind kind, int count) {
    return new Verdict(kind, OptionalInt.of(count));
  }
}
