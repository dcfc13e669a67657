package io.integrationhost.host.front;

import io.integrationhost.host.downlink.DownlinkPath;
import io.integrationhost.host.downlink.Router;
import io.integrationhost.host.uplink.HeardDevices;

/** What the way up learns of devices, for the way down. */
record KnownDevices(Router router, DownlinkPath downlinks) implements HeardDevices {

  @Override
  public void heard(String transport, String device) {
    router.heard(device, transport);
    downlinks.heard(device);
  }

  @Override
  public void left(String transport, String device) {
    router.left(device, transport);
    downlinks.left(device);
  }

  @Override
  public int waiting(String device) {
    return downlinks.waiting(device);
  }
}
