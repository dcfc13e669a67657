package io.integrationhost.host.integration;

import io.integrationhost.converter.ScriptCounters;
import io.integrationhost.ground.Distribution;
import io.integrationhost.ground.Scale;
import io.integrationhost.host.delivery.DeliveryCounters;
import io.integrationhost.host.downlink.DownlinkCounters;
import io.integrationhost.remote.LinkCounters;
import io.integrationhost.runtime.UplinkSpread;

/** How times and sizes of an integration, or of all together, are distributed. Any thread. */
public record Spread(
    UplinkSpread uplinks,
    Distribution uplinkScripts,
    Distribution downlinkScripts,
    Distribution deliveries,
    Distribution answers,
    Distribution messageItems,
    Distribution messageBytes,
    Distribution handovers) {

  /** Nothing has happened yet. */
  public static Spread empty() {
    return new Spread(
        UplinkSpread.empty(),
        new Distribution(Scale.DURATIONS),
        new Distribution(Scale.DURATIONS),
        new Distribution(Scale.DELAYS),
        new Distribution(Scale.DURATIONS),
        new Distribution(Scale.COUNTS),
        new Distribution(Scale.BYTES),
        new Distribution(Scale.DELAYS));
  }

  LinkCounters linkCounters() {
    return new LinkCounters(answers, messageItems, messageBytes);
  }

  DeliveryCounters deliveryCounters() {
    return new DeliveryCounters(deliveries);
  }

  ScriptCounters scriptCounters() {
    return new ScriptCounters(uplinkScripts, downlinkScripts);
  }

  DownlinkCounters downlinkCounters() {
    return new DownlinkCounters(handovers);
  }
}
