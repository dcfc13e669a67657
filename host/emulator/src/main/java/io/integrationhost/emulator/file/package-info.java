/** Reads the emulator's file. The command line calls it; it calls the emulator's settings. */
package io.integrationhost.emulator.file;
