/**
 * Sparkplug B: reads and writes its payloads, keeps what the last births said, and tells what a
 * message means. Pure: no sockets, no threads, no logs. What keeps state is used by one thread at a
 * time.
 */
package io.integrationhost.plugins.mqtt.sparkplug;
