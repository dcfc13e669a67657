/**
 * The messages of the LoRaWAN platforms that dedicated converters are made for: which fields a
 * script knows by which name, and where the device's own payload is (facts 5.6). No scripts here.
 * Only {@code io.integrationhost.converter} calls it, through {@link
 * io.integrationhost.converter.dedicated.Platform}.
 *
 * <p>A table of names per platform ({@code ChirpStackMessage}, {@code ThingsStackMessage}, {@code
 * LoriotMessage}, {@code ThingParkMessage}) makes an {@code Envelope}, which unwraps a message. All
 * is immutable and may be called on any thread; the workers of the converters do. In a comment
 * {@code facts N.M} is section N.M of {@code host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.converter.dedicated;
