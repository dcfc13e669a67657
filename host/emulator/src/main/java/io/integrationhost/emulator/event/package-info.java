/**
 * Reads Java-serialised events (facts 4) with a parser of its own that knows only the event
 * classes: nothing of a received stream is ever instantiated. Called by the emulator's uplink
 * processing; knows neither gRPC nor the rest of the emulator.
 */
package io.integrationhost.emulator.event;
