/** The program: settings, wiring, the life cycle of integrations, the commands. */
package io.integrationhost.host;
