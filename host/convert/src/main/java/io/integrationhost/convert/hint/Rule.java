package io.integrationhost.convert.hint;

import java.util.stream.Stream;

/** Knows one kind of mistake. Has no state. */
@FunctionalInterface
interface Rule {

  /** What there is to say; usually nothing. */
  Stream<Hint> look(Subject subject);
}
