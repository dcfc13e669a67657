/**
 * The tenant's scripts: payload to entity data, in a sandbox with limits. Only the host's {@code
 * app} calls it, through {@link io.integrationhost.converter.ConverterEngine}.
 *
 * <p>From the outside in: {@code ConverterEngine} hands out {@code UplinkConverter}s; each owns a
 * {@code Lane}, the {@code Dispatcher} shares the {@code Worker}s fairly among the lanes, the
 * {@code Watchdog} and its {@code Stopper}s keep every {@code Run} within its limits; a {@code
 * ScriptLanguage} ({@code JavaScript}, {@code Tbel}) turns a script's body into {@code Realm}s to
 * run in; {@code ResultParser} reads what a script returned. The {@code Dedicated*} classes do for
 * converters dedicated to one LoRaWAN platform what {@code UplinkCall} does for generic ones.
 * {@code TbelProgram} runs a TBEL script with any arguments.
 */
package io.integrationhost.converter;
