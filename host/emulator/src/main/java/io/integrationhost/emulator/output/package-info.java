/**
 * Writes received items for programs to read. The command line calls it; items may come on any
 * thread, and one of its own, {@code emulator-json-lines}, writes them.
 */
package io.integrationhost.emulator.output;
