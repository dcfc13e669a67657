package io.integrationhost.plugins.teltonika;

import io.integrationhost.kit.Session;
import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugins.teltonika.codec.Imei;
import java.util.List;

/** A device that was let in, on one of its ways. */
record Tracker(Imei imei, Device device, Source source, Session<?> session) {

  Uplink telemetry(List<TimedValues> values) {
    return new Uplink.Telemetry(device, values, source);
  }

  /** For logs and messages. */
  String label() {
    return session.label() + ", device " + imei;
  }
}
