/**
 * Tells systemd how the host is (sd_notify), when it asks to be told: on one thread of its own,
 * {@code systemd-1}, which never waits. Without the variable {@code NOTIFY_SOCKET} nothing of this
 * is loaded.
 */
package io.integrationhost.cli.systemd;
