/** The commands of the program, one class each. They print; the rest of the program does not. */
package io.integrationhost.cli;
