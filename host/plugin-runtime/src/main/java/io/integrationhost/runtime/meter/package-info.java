/**
 * The counters and gauges that a plugin adds to the host's metrics. A plugin's threads count, any
 * thread reads; gauges are asked on the plugin's lane only, since they run its code.
 */
package io.integrationhost.runtime.meter;
