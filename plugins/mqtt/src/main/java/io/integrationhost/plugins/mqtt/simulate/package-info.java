/**
 * The tool {@code simulate}: a device that publishes to a broker, so that one sees data without
 * hardware. All of it runs on the tool's own thread and blocks.
 */
package io.integrationhost.plugins.mqtt.simulate;
