/**
 * The tenant's scripts: payload to entity data, in a sandbox with limits. Only the host's {@code
 * app} calls it, through {@link io.integrationhost.converter.ConverterEngine}.
 *
 * <p>From the outside in: {@code ConverterEngine} hands out {@code UplinkConverter}s, of {@code
 * IntegrationScripts} or of nobody. Each has a {@code Station}, which knows in which {@code Crew}
 * it is: that of the threads, or a {@code ProcessCrew}; the {@code Isolator} decides. There it has
 * a {@code Lane}; the {@code Dispatcher} shares the {@code Worker}s fairly among the lanes. A
 * {@code ThreadRunner} runs a script here, where the {@code Watchdog} keeps every {@code Run}
 * within its limits; a {@code ProcessRunner} has a {@code ProcessRealm} called in the process that
 * the {@code ProcessKeeper} keeps, whose inside is a {@code ScriptServer} with the same workers. A
 * {@code ScriptLanguage} ({@code JavaScript}, {@code Tbel}) turns a script's body into {@code
 * Realm}s to run in; {@code ResultParser} reads what a script returned. The {@code Dedicated*}
 * classes do for converters dedicated to one LoRaWAN platform what {@code UplinkCall} does for
 * generic ones. {@code TbelProgram} runs a TBEL script with any arguments.
 */
package io.integrationhost.converter;
