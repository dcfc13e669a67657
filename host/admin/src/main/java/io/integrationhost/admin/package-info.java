/**
 * What an operator sees of a running host and steers it by: metrics, health, the HTTP API. Reads
 * the host through {@code io.integrationhost.host} only; nothing on the way of a reading waits for
 * it.
 */
package io.integrationhost.admin;
