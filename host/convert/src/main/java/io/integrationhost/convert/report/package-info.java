/**
 * What {@code convert} tells of an attempt, for people and for programs. Makes text; the command
 * prints it.
 */
package io.integrationhost.convert.report;
