/**
 * What changes: values once a second, their history in memory, events, live traffic. Everything
 * here is bounded, and whoever reads too slowly misses something. Runs on {@code admin-timer-1},
 * but for what is told to it.
 */
package io.integrationhost.admin.live;
