/**
 * Finds, stages, verifies and loads plugin jars, and runs their transports in isolation.
 *
 * <p>Called by the application through {@link io.integrationhost.runtime.PluginRuntime}. What the
 * application gets back holds values and host objects only, never an object of a plugin, so keeping
 * it does not keep a plugin's class loader. The packages below this one are its own, but for the
 * values of {@code trust}: {@code jar} (files), {@code pf4j} (class loaders), {@code lane}
 * (threads), {@code trust} (where a jar comes from).
 */
package io.integrationhost.runtime;
