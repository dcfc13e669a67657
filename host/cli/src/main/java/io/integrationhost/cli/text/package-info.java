/** Tables and amounts as people read them in a terminal. No state; any thread. */
package io.integrationhost.cli.text;
