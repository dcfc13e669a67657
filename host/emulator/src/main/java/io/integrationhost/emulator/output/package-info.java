/** Writes received items for programs to read. The command line calls it. */
package io.integrationhost.emulator.output;
