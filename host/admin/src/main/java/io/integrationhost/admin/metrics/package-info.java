/**
 * The host's metrics: their names, types, labels and help texts, which nobody else knows, and their
 * values, which are read from the rooms' own counters at each scrape. Nothing is counted here but
 * what the admin room does itself. Any thread may call.
 */
package io.integrationhost.admin.metrics;
