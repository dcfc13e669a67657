/**
 * Whether the process works, and whether it can serve devices; two different things, and neither is
 * the state of ThingsBoard. Asked on any thread; looks, never waits.
 */
package io.integrationhost.admin.health;
