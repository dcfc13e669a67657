/**
 * Reads the emulator's file. The command line calls it; it calls the emulator's settings. Reads on
 * the caller's thread, which it blocks. In a comment {@code facts N.M} is section N.M of {@code
 * host/remote-integration-api/FACTS.md}.
 */
package io.integrationhost.emulator.file;
