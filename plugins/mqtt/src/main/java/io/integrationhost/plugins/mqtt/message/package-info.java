/**
 * What messages mean: how one becomes uplinks and a downlink becomes one. Knows no connection and
 * starts no thread; called on the connection's loop unless it says otherwise.
 */
package io.integrationhost.plugins.mqtt.message;
