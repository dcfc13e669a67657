package io.integrationhost.host.integration;

import io.integrationhost.host.downlink.DownlinkPath;
import io.integrationhost.host.uplink.HeardDevices;

/** What the way up learns of devices, for the way down. */
record KnownDevices(DownlinkPath downlinks) implements HeardDevices {

  @Override
  public void heard(String transport, String device) {
    downlinks.heard(transport, device);
  }

  @Override
  public void left(String transport, String device) {
    downlinks.left(transport, device);
  }

  @Override
  public int waiting(String device) {
    return downlinks.waiting(device);
  }
}
