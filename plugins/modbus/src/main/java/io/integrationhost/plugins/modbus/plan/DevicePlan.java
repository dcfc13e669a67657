package io.integrationhost.plugins.modbus.plan;

import io.integrationhost.plugin.Device;
import io.integrationhost.plugins.modbus.value.Order;
import java.util.List;
import java.util.Map;

/**
 * A device: a unit of a connection.
 *
 * @param device its name and profile in ThingsBoard
 * @param unit its address, 0 to 255
 * @param polls what is read, and how often
 * @param writable points by the names that downlinks use
 * @param readable points by the names that downlinks use
 * @param quality whether a change of a point's quality is told
 * @param identify whether vendor, product and revision are asked for after each connection
 * @param order of bytes and registers where a downlink names none
 * @param gatewayBits whether bits are listed as ThingsBoard's gateway does
 */
public record DevicePlan(
    Device device,
    int unit,
    List<Poll> polls,
    Map<String, Point> writable,
    Map<String, Point> readable,
    boolean quality,
    boolean identify,
    Order order,
    boolean gatewayBits) {

  /** Copies list and maps. */
  public DevicePlan {
    polls = List.copyOf(polls);
    writable = Map.copyOf(writable);
    readable = Map.copyOf(readable);
  }

  /** Its name in ThingsBoard. */
  public String name() {
    return device.name();
  }
}
