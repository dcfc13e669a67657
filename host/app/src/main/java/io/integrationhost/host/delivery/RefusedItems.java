package io.integrationhost.host.delivery;

/** Where items go that ThingsBoard refuses for good. Must not block. */
@FunctionalInterface
public interface RefusedItems {

  /**
   * An item will not be delivered.
   *
   * @param item a fragment of an uplink message, as it was sent
   * @param reason ThingsBoard's own text
   */
  void refused(byte[] item, String reason);
}
