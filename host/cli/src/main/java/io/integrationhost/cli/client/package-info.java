/**
 * A running host as commands see it: asked over its HTTP API. On the thread of the command, which
 * waits; a stream of events is read on a thread of its own.
 */
package io.integrationhost.cli.client;
