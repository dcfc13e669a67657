/**
 * What every network protocol needs, once: ports and their errors, event loops, limits, order,
 * memory, downlinks, health. A plugin packs the kit into its {@code lib/}; the host never sees it.
 */
package io.integrationhost.kit;
