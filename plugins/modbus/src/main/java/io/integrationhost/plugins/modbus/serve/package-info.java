/** Devices that write to us: registers that a connection's loop reads and writes. */
package io.integrationhost.plugins.modbus.serve;
