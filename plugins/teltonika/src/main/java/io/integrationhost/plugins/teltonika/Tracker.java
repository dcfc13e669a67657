package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugin.Device;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugins.teltonika.codec.Imei;

/**
 * A device that was let in, on one of its ways.
 *
 * @param label for logs and messages
 */
record Tracker(Imei imei, Device device, Source source, String label) {}
