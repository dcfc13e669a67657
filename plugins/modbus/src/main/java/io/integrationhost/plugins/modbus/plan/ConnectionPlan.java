package io.integrationhost.plugins.modbus.plan;

import io.integrationhost.kit.settings.ClientSettings;
import io.integrationhost.plugins.modbus.frame.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A connection and the devices behind it.
 *
 * @param name for messages and metadata
 * @param mode how it is framed
 * @param peer whom to dial; empty: the peer dials in
 * @param datagrams whether over UDP
 * @param registration what a peer that dials in says first; empty: nothing, or nobody dials in
 * @param limits of its requests
 * @param devices that are asked over it
 */
public record ConnectionPlan(
    String name,
    Mode mode,
    Optional<ClientSettings> peer,
    boolean datagrams,
    Optional<String> registration,
    Limits limits,
    List<DevicePlan> devices) {

  /**
   * Limits of the requests of a connection.
   *
   * @param timeout how long an answer may take
   * @param retries how often a request is sent again
   * @param pause between an answer and the next request
   * @param inFlight requests that may wait for answers at once
   * @param registers in one request
   * @param gap registers, or bits, that may be read for nothing to save a request
   * @param firstWait until a device that does not answer is asked again
   * @param mostWait the same, when it goes on
   */
  public record Limits(
      Duration timeout,
      int retries,
      Duration pause,
      int inFlight,
      int registers,
      int gap,
      Duration firstWait,
      Duration mostWait) {

    /**
     * The same with waits so long that a dead device takes a tenth of the time of others, later.
     */
    Limits shared() {
      return new Limits(
          timeout,
          retries,
          pause,
          inFlight,
          registers,
          gap,
          longer(firstWait, timeout.multipliedBy(4)),
          longer(mostWait, timeout.multipliedBy(10)));
    }

    /** The same with another timeout. */
    Limits within(Duration other) {
      return new Limits(other, retries, pause, inFlight, registers, gap, firstWait, mostWait);
    }

    private static Duration longer(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? other : one;
    }
  }

  /** Copies the list. */
  public ConnectionPlan {
    devices = List.copyOf(devices);
  }
}
