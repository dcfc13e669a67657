/**
 * The only package that knows pf4j. It gives us the class loader and the bookkeeping of loaded
 * plugins; scanning, discovery, versions and life cycles are ours, because those of pf4j lose
 * plugins, files or class loaders on faults (measured).
 *
 * <p>Called by {@code io.integrationhost.runtime} only, through {@link
 * io.integrationhost.runtime.pf4j.PluginEngine}; no type of pf4j leaves this package. Calls block
 * for as long as a jar is read.
 */
package io.integrationhost.runtime.pf4j;
