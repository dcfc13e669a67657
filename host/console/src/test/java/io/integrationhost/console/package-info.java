/**
 * The console in a browser. {@link io.integrationhost.console.ConsolePages} and {@link
 * io.integrationhost.console.Browser} serve tests in front of a real host, too.
 */
package io.integrationhost.console;
