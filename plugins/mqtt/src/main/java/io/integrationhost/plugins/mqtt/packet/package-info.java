/**
 * Packets of MQTT: cut out of the stream such that none can be too large, decoded and encoded by
 * Netty's codec, and the words for what brokers answer. Used on the connection's loop; starts no
 * thread.
 */
package io.integrationhost.plugins.mqtt.packet;
