package io.integrationhost.plugin;

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
   * Opens what the transport needs. The stage completes when devices can really be served (a
   * listener: when the port is bound), and fails with a {@link TransportException} that says what
   * is wrong and what to do. Called once.
   *
   * @return completes when devices are served
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
   *   <li>Any other: this downlink can never be sent. The host reports it as failed.
   * </ul>
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
   * How the transport is doing now. Must answer at once.
   *
   * @return its health, never null
   */
  default Health health() {
    return Health.up();
  }
}
