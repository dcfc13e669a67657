/**
 * What a configuration says of connections, devices and points, in the plugin's own form and in
 * that of ThingsBoard's gateway. Immutable once read; read on the plugin's lane.
 */
package io.integrationhost.plugins.modbus.plan;
