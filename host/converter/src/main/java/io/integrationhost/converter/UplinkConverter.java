package io.integrationhost.converter;

import io.integrationhost.entity.EntityData;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * One version of a tenant's uplink converter; a changed definition is a new one. Thread safe.
 *
 * <p>A script keeps no state: each message may run in another realm, and undeclared variables and
 * what it changes on built-in objects vanish after each message.
 */
public final class UplinkConverter implements AutoCloseable {
  /** What a message for this converter becomes; generic and dedicated ones differ. */
  @FunctionalInterface
  interface Calls {
    Call<EntityData> call(byte[] payload, Map<String, String> metadata, String source);
  }

  private final Station station;
  private final Calls calls;
  private final Set<String> updateOnlyKeys;

  UplinkConverter(Station station, Calls calls, Set<String> updateOnlyKeys) {
    this.station = station;
    this.calls = calls;
    this.updateOnlyKeys = Set.copyOf(updateOnlyKeys);
  }

  /**
   * Converts one message; never blocks. Messages given at the same time may be converted at the
   * same time: to keep an order, give the next one when the one before is done.
   *
   * <p>The stage completes on a thread of the engine, which all converters share: what follows must
   * be short and must not block. It fails with {@link ConverterException}.
   *
   * @param payload as received; for a dedicated converter the network server's message (facts 5.6);
   *     not to be changed afterwards
   * @param metadata all that the script shall see, {@code integrationName} included; not to be
   *     changed afterwards
   * @param source whom an error is counted for, such as the device's name or its connection
   */
  public CompletionStage<Conversion<EntityData>> convert(
      byte[] payload, Map<String, String> metadata, String source) {
    return station.perform(calls.call(payload, metadata, source));
  }

  /** The converter's name. */
  public String name() {
    return station.name();
  }

  /** How it stands with the errors that it may make. */
  public ErrorBudget budget() {
    return station.budget();
  }

  /** The keys that are sent only when their value changes, see {@link UpdateOnlyKeys}. */
  public Set<String> updateOnlyKeys() {
    return updateOnlyKeys;
  }

  /** Takes no more messages; those already given are still converted. */
  @Override
  public void close() {
    station.close();
  }

  @Override
  public String toString() {
    return "uplink converter '" + station.name() + "'";
  }
}
