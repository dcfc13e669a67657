/**
 * For people who write plugins: emulator and host in one process around a plugin that is still
 * being written, packed from its folder of classes.
 *
 * <p>Called by the command {@code dev} and by the testkit.
 */
package io.integrationhost.workbench.dev;
