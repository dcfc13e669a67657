/**
 * The contract between the Integration Host and transport plugins, and all of it.
 *
 * <p>A plugin jar names one {@link io.integrationhost.plugin.TransportPlugin} in {@code
 * META-INF/services}. The host asks it for one {@link io.integrationhost.plugin.Transport} per
 * slice of an integration's configuration; the transport publishes what its devices say through
 * {@link io.integrationhost.plugin.Uplinks} and learns of each uplink's fate from a {@link
 * io.integrationhost.plugin.Receipt}.
 *
 * <p>Everything that crosses this package is a value or a completion stage. Interfaces that plugins
 * implement grow by default methods only; interfaces marked {@link
 * io.integrationhost.plugin.ProvidedByHost} may grow freely, so plugins must not implement them
 * outside tests. Null is never a legal argument or result.
 *
 * <p>Records and enumerations grow, too, and what was built before goes on running: records by
 * components at the end, with every former constructor kept, enumerations by constants. So read
 * records by their accessors, never by a record pattern or by reflection, and give a default branch
 * to every switch over an enumeration or a sealed interface of this package.
 *
 * <p>Threads that outlive a plugin must not get anything of it, or its classes stay in memory after
 * a reload. For time use {@link io.integrationhost.plugin.TransportContext#scheduler()} or timers
 * of the plugin's own event loops, not {@code CompletableFuture.orTimeout} and {@code
 * completeOnTimeout}, whose thread belongs to the whole process.
 */
package io.integrationhost.plugin;
