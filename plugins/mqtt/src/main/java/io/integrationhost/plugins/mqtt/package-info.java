/**
 * The plugin {@code mqtt}: what slices of the types MQTT, TTN, TTI, AWS_IOT and AZURE_IOT_HUB say,
 * and the transport that comes of it. Runs on the plugin's thread and the kit's loops.
 */
package io.integrationhost.plugins.mqtt;
