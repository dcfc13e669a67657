/**
 * The one vocabulary for what travels to ThingsBoard about an entity. The converter and decoding
 * plugins produce it, the link encodes it; it knows neither scripts nor the wire.
 */
package io.integrationhost.entity;
