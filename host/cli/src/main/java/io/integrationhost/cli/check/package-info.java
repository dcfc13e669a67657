/** Looks at everything that could keep the host from working, without starting it. */
package io.integrationhost.cli.check;
