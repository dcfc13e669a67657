/** The main job in one process: emulator, host, TCP plugin and built-in sensor. */
package io.integrationhost.workbench.demo;
