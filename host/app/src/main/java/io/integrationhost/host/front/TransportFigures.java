package io.integrationhost.host.front;

import io.integrationhost.host.delivery.UplinkCounts;
import io.integrationhost.runtime.UplinkLoad;
import io.integrationhost.runtime.meter.MeterReading;
import io.integrationhost.runtime.wire.WireCounts;
import java.util.List;

/**
 * One transport at one moment. What was counted goes on over restarts, as long as an integration
 * has a transport of that name.
 *
 * @param plugin the id of the one that makes it
 * @param started how often a start went well
 * @param failed how often it did not
 * @param uplinks what has become of those that came to the host
 * @param load those under way, and those that never came so far
 * @param memoryHeld bytes that it keeps because of its devices
 * @param meters what the plugin counts and measures itself
 */
public record TransportFigures(
    String name,
    String plugin,
    TransportView.State state,
    long started,
    long failed,
    UplinkCounts.Reading uplinks,
    UplinkLoad load,
    WireCounts wire,
    long memoryHeld,
    List<MeterReading> meters) {}
