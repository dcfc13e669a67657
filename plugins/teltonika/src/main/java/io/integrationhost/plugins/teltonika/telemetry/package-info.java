/**
 * From records to what ThingsBoard keeps: names, signs, factors and kinds of IO elements, and which
 * of them are attributes.
 *
 * <p>Used by the package above only; knows the {@code codec} package and nothing of sockets. All
 * classes are immutable.
 */
package io.integrationhost.plugins.teltonika.telemetry;
