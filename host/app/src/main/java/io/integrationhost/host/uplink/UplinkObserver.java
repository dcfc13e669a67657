package io.integrationhost.host.uplink;

import io.integrationhost.converter.Conversion;
import io.integrationhost.converter.ConverterException;
import io.integrationhost.entity.EntityData;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import java.util.List;
import java.util.Map;

/**
 * Hears what becomes of uplinks while somebody looks. Called from any thread, also those of the
 * converters: must not block and not throw.
 */
public interface UplinkObserver {

  /** A transport has handed an uplink over. */
  default void published(String transport, Uplink uplink) {}

  /** An uplink is refused before anything was done with it. */
  default void turnedAway(Uplink uplink, Receipt receipt) {}

  /**
   * The converter has made something of a payload, or found nothing in it.
   *
   * @param items as they go on, with the name that the device gave at its handshake
   */
  void converted(Uplink.Payload payload, Conversion<EntityData> conversion, List<EntityData> items);

  /**
   * The converter failed.
   *
   * @param metadata what it got beside the payload
   */
  void notConverted(
      Uplink.Payload payload, Map<String, String> metadata, ConverterException failure);

  /** The transport is told what became of its uplink. */
  void settled(Uplink uplink, Receipt receipt);
}
