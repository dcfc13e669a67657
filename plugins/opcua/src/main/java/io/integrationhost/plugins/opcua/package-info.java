/**
 * OPC-UA servers as ThingsBoard's own integration has them: devices found in the address space,
 * their variables subscribed, writes and calls. Each connection has one thread that may wait for
 * the server; what the server notifies comes on the library's threads, which never wait. Nothing
 * here is for other rooms.
 */
package io.integrationhost.plugins.opcua;
