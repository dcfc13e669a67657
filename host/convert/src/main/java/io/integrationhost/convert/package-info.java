/**
 * Runs a converter without devices and without ThingsBoard, for the people who write it: reads
 * scripts and payloads, converts, and describes what would travel. The commands call it and print
 * what it says; nothing here prints, and a running host does not use it.
 *
 * <p>In a comment {@code facts N.M} is section N.M of {@code host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.convert;
