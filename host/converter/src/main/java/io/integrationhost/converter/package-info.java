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
 *
 * <p>Converters may be called on any thread and never block it: scripts run on the workers ({@code
 * converter-worker-N}, or {@code converter-process-NAME-N}, which wait for the process), and what a
 * converter promised is completed there. {@code converter-watchdog} interrupts what runs too long
 * by a thread of its own for each ({@code converter-stopper-WORKER}), since interrupting waits;
 * {@code converter-processes} starts and ends the processes. In a comment {@code facts N.M} is
 * section N.M of {@code host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.converter;
