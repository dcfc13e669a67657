/**
 * Devices that are asked: one queue per connection, on the loop of its session; downlinks come from
 * the plugin's lane. No thread of its own.
 */
package io.integrationhost.plugins.modbus.poll;
