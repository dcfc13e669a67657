/**
 * Files that only the host's own user may read, written so that a crash leaves the former file or
 * the new one. For the packages of the host that keep something on disk.
 */
package io.integrationhost.host.file;
