package io.integrationhost.plugin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A listener or client for one protocol, running for one slice of one integration's configuration.
 *
 * <p>The host calls it on the plugin's own thread, one call at a time; no method may block. The
 * host enforces deadlines on the returned stages and stops a transport whose start came too late.
 */
public interface Transport {

  /**
   * Opens what the transport needs. The stage fails with a {@link TransportException} that says
   * what is wrong and what to do. Called once.
   *
   * <ul>
   *   <li>A listener completes it when every port is bound.
   *   <li>A client completes it when the slice is proven usable without the peer (keys,
   *       certificates and names are well formed) and dialling has begun. It never waits for the
   *       peer, and a peer that is away never fails it: until the peer answers {@link #health} is
   *       {@link Health.Status#DOWN}, or {@link Health.Status#DEGRADED} while only some of several
   *       are away, and says whom it tries, why it failed and when it tries again. After each
   *       connection it calls {@link Uplinks#connected} for the devices behind the peer.
   * </ul>
   *
   * @return completes when the transport does its work
   */
  CompletionStage<Void> start();

  /**
   * Closes everything that {@link #start()} opened. Idempotent, legal before, during and after a
   * start, also after one that failed. After the stage completes no uplink may be published.
   *
   * @return completes when everything is closed
   */
  CompletionStage<Void> stop();

  /**
   * Sends a downlink to a device. The stage completes when the bytes have been handed to the
   * device's connection and fails with a {@link TransportException} otherwise. Its kind decides
   * what becomes of the downlink:
   *
   * <ul>
   *   <li>{@link TransportException.Kind#UNAVAILABLE}: the device is not connected here, or takes
   *       nothing now. The host keeps the downlink, over restarts too, and hands it over again when
   *       the device is heard, which an uplink or {@link Uplinks#connected} tells.
   *   <li>{@link TransportException.Kind#UNCONFIRMED}: it may have been sent, nobody confirmed it,
   *       and a repetition does no harm. The host tries again after a while, at most as often as
   *       its setting {@code downlinks.attempts} allows, and reports it as failed then.
   *   <li>Any other, and anything else that is thrown: this downlink can never be sent. The host
   *       reports it as failed.
   * </ul>
   *
   * <p>What a transport refuses with {@link TransportException.Kind#UNAVAILABLE} again and again
   * although the device is heard in between ends, too, by the setting {@code downlinks.refusals}.
   *
   * <p>The host hands over one downlink of a device at a time, in the order of ThingsBoard.
   *
   * <p>The host gives up after its setting {@code plugins.downlink-deadline} (10 s unless changed)
   * and reports the downlink as failed, since nobody knows whether it was sent; a transport that
   * lets downlinks wait should refuse them before that instead of sending them later. What the
   * device replies is an uplink of its own.
   *
   * @param downlink what to send, and to whom
   * @return completes when the bytes are on their way
   */
  default CompletionStage<Void> downlink(Downlink downlink) {
    return CompletableFuture.failedFuture(
        new TransportException(
            TransportException.Kind.REJECTED,
            "device '" + downlink.deviceName() + "': this transport does not send downlinks"));
  }

  /**
   * How the transport is doing now. Must answer at once. The host shows it and does nothing else
   * because of it.
   *
   * @return its health, never null
   */
  default Health health() {
    return Health.up();
  }

  /**
   * A few lines about how the transport is doing, for people who look at it: how far it lags
   * behind, how long a poll takes, which session it has. Must answer at once.
   *
   * @return texts by what they tell, in any order; the host shows 20, and the beginning of long
   *     ones
   */
  default Map<String, String> facts() {
    return Map.of();
  }

  /**
   * On which hosts of a cluster the transport runs. Asked once, before {@link #start}; every host
   * creates the transport.
   *
   * @return always the same
   */
  default Placement placement() {
    return Placement.EVERY_HOST;
  }

  /**
   * Whether the transport goes to its peers by itself, and tries again for ever while they are
   * away. Then its health may be DOWN without that the host starts it again, which would begin its
   * pauses anew and cost the place of what waits. Asked once, before {@link #start}.
   *
   * @return always the same; unless overridden, what runs on one host at a time does
   */
  default boolean dials() {
    return placement() == Placement.ONE_HOST;
  }

  /**
   * The ports that {@link #start} would bind. Asked before the start, and of a transport that is
   * never started, when a configuration is checked: opens nothing.
   *
   * @return always the same; empty for a transport that dials, or cannot tell
   */
  default List<Endpoint> listensOn() {
    return List.of();
  }

  /**
   * Pauses the intake, or lets it go on, because an operator wants so. While paused the transport
   * reads nothing from its devices, accepts nobody and polls nothing; connections stay, and
   * downlinks go on. May come at any time after the start has begun, and may repeat what is so
   * already. A transport that ignores it has its uplinks refused instead.
   *
   * @param paused whether the intake is to rest
   */
  default void pause(boolean paused) {}
}
