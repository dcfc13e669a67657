/**
 * What keeps the log readable, whatever comes from outside and however often: texts are cleaned and
 * bounded, lines that repeat are counted. Called by the commands, which set the log up, and by
 * whoever puts a foreign text into a message. Safe for any thread.
 */
package io.integrationhost.cli.log;
