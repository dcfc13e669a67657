/** The tool {@code simulate}: a device to be polled, on blocking sockets and the tool's threads. */
package io.integrationhost.plugins.modbus.simulate;
