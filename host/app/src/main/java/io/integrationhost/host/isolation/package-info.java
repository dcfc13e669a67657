/**
 * Integrations whose scripts are blocked because nothing could hold them, as files in the data
 * directory: there they outlive the host, and there a command asks a running host to lift a block.
 * Files are read and written on the host's storage thread, or by a command.
 */
package io.integrationhost.host.isolation;
