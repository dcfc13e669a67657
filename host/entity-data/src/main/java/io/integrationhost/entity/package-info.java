/**
 * The one vocabulary for what travels to ThingsBoard about an entity. The converter and decoding
 * plugins produce it, the link encodes it; it knows neither scripts nor the wire. All values are
 * immutable and safe on any thread. In a comment {@code facts N.M} is section N.M of {@code
 * host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.entity;
