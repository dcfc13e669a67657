package io.integrationhost.kit.transport;

/** A connection, for whoever let it in. On the connection's loop. */
interface Guest {

  /** A whole frame came. */
  void heard(long now);

  /** The first whole frame came. */
  void spoke();

  /** Its conversation closes the connection, and says why. */
  default void leaves(String why) {}
}
