package io.integrationhost.plugin;

import java.util.concurrent.CompletionStage;

/** Takes uplinks from a transport. May be called from any thread. */
@ProvidedByHost
public interface Uplinks {

  /**
   * Hands an uplink to the host. Never blocks and never throws for what the uplink holds.
   *
   * <p>The stage completes with a {@link Receipt} when the host has taken responsibility for the
   * uplink (converted it and stored it at the configured durability) or has refused it. It
   * completes on a thread of the plugin and never exceptionally, unless the transport is stopped
   * first. Uplinks of one {@link Source} are stored in the order in which they were published. A
   * refusal that is known at once, as that for want of room, has completed the stage when this
   * returns: who offers the uplink again and keeps the order publishes nothing of the source
   * before.
   *
   * <p>A slow stage is the signal of backpressure: stop reading the source until it completes. The
   * host bounds what one transport may have under way and refuses the rest with {@link
   * Receipt.Reason#OVERLOADED}.
   *
   * @param uplink what a device said
   * @return completes with what became of it
   */
  CompletionStage<Receipt> publish(Uplink uplink);

  /**
   * Tells that a device can be reached now, for transports that know it before its first uplink,
   * such as from a greeting. Downlinks that wait for the device are handed over soon. Every uplink
   * tells the same of the devices that it is of. Never blocks.
   *
   * @param deviceName the device's name in ThingsBoard
   */
  default void connected(String deviceName) {}

  /**
   * Tells that a device can no longer be reached through this transport, so that nobody waits for
   * it. Legal only for a device that {@link #connected} or a receipt of this transport has named,
   * and only when no session of the transport has the device any more; the device's next uplink, or
   * {@link #connected}, undoes it. Never blocks.
   *
   * @param deviceName the device's name in ThingsBoard
   */
  default void disconnected(String deviceName) {}
}
