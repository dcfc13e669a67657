package io.integrationhost.remote;

/**
 * The version numbers of ThingsBoard's event classes that are not fixed in its code but computed by
 * the compiler (facts 4.2). A server whose numbers differ logs both and drops the events, nothing
 * else.
 *
 * @param idBased of the base of everything with an id
 * @param event of the base of all events
 * @param integrationDebug of {@link IntegrationDebugEvent}
 * @param converterDebug of {@link ConverterDebugEvent}
 * @param rawData of {@link RawDataEvent}
 */
public record EventUids(
    long idBased, long event, long integrationDebug, long converterDebug, long rawData) {

  /** The numbers of the 4.4 line. */
  public static EventUids standard() {
    return new EventUids(
        2084362239490464901L,
        -2574557175429727517L,
        7567368757325859662L,
        4140282736411790979L,
        3697667306693427131L);
  }
}
