/**
 * How a running host is, in tables and on a screen that follows it. What is drawn is made of values
 * without a terminal; two threads, of keys and of the host, tell the one that draws.
 */
package io.integrationhost.cli.status;
