/**
 * CoAP: resources of integrations on ports that they share. Californium reads and writes messages,
 * on threads {@code plugin-coap-N}; what a device sent is published from there, and its receipt
 * comes on the plugin's completion thread. No thread waits.
 */
package io.integrationhost.plugins.coap;
