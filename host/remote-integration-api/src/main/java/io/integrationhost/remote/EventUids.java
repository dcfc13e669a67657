package io.integrationhost.remote;

/**
 * The version numbers of ThingsBoard's event classes that are not fixed in its code but computed by
 * the compiler (facts 4.2). A server whose numbers differ logs both and drops the events, nothing
 * else.
 *
 * @param idBased of the base of everything with an id
 * @param event of the base of all events
 */
public record EventUids(long idBased, long event) {

  /** The numbers of the 4.4 line. */
  public static EventUids standard() {
    return new EventUids(2084362239490464901L, -2574557175429727517L);
  }
}
