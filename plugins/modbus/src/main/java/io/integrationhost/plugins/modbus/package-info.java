/**
 * The plugin {@code modbus}: what its configurations mean and the transport made of them. Called on
 * the plugin's lane.
 */
package io.integrationhost.plugins.modbus;
