/**
 * Finds, stages, verifies and loads plugin jars, and runs their transports in isolation.
 *
 * <p>Called by the application through {@link io.integrationhost.runtime.PluginRuntime}. What the
 * application gets back holds values and host objects only, never an object of a plugin, so keeping
 * it does not keep a plugin's class loader. {@link io.integrationhost.runtime.PluginListener} is
 * told when other plugins are installed than before.
 *
 * <p>Any thread may call; loading, unloading and closing wait for plugins, nothing else does. What
 * plugins answer is completed on {@code plugin-results}, which must not be blocked; an uplink is
 * handed to the application on the plugin's own thread. All threads: {@code lane}.
 *
 * <p>From the outside in: {@code DirectoryLooks} finds files that have changed and are at rest,
 * {@code PluginIntake} stages, inspects, loads and tries them one after the other and takes back
 * what fails, {@code PluginFiles} knows the last good copy of every file, {@code Generations} loads
 * and unloads copies, {@code LeakWatch} names those whose classes stay. The packages below this one
 * are its own, but for the values of {@code trust}: {@code jar} (files), {@code pf4j} (class
 * loaders), {@code lane} (threads), {@code trust} (where a jar comes from).
 */
package io.integrationhost.runtime;
