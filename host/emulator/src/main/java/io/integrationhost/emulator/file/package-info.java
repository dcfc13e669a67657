/** Reads the emulator's file. The command line calls it; it calls the emulator's settings. Reads on the caller's thread, which it blocks. */
package io.integrationhost.emulator.file;
