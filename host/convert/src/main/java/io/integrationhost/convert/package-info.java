/**
 * Runs a converter without devices and without ThingsBoard, for the people who write it: reads
 * scripts and payloads, converts, and describes what would travel. The commands call it and print
 * what it says; nothing here prints, and a running host does not use it.
 */
package io.integrationhost.convert;
