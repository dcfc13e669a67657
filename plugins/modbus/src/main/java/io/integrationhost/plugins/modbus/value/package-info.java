/** Values out of registers and bits, and back. Immutable; any thread. */
package io.integrationhost.plugins.modbus.value;
