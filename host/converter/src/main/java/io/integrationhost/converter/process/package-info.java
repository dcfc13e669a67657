/**
 * The process in which scripts run that no thread can hold: its start and its end, and what goes
 * through its standard streams, as blocks of bytes with their length before them. Only the
 * converters' package calls it. Each process has a thread here that reads its answers ({@code
 * converter-process-answers-NAME}) and one that reads its standard error ({@code -errors-NAME});
 * {@code send} writes on the caller's thread.
 */
package io.integrationhost.converter.process;
