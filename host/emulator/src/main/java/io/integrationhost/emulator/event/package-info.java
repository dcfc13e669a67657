/**
 * Reads Java-serialised events (facts 4) with a parser of its own that knows only the event
 * classes: nothing of a received stream is ever instantiated. Called by the emulator's uplink
 * processing; knows neither gRPC nor the rest of the emulator. A parser belongs to one caller at a
 * time. In a comment {@code facts N.M} is section N.M of {@code
 * host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.emulator.event;
