/**
 * The threads of the runtime, and all of them: per plugin one lane for calls ({@code plugin-ID})
 * and one for completions ({@code plugin-ID-done}), and four of the host that never run a plugin's
 * code: {@code plugin-results}, {@code plugin-deadlines}, {@code plugin-on-demand} and {@code
 * plugin-watch}. A plugin's thread locals and stack frames must die with the plugin, else they pin
 * its class loader.
 *
 * <p>Called by {@code io.integrationhost.runtime} only; knows nothing of transports. {@link
 * io.integrationhost.runtime.lane.ContextLoader} is the one class that sets a context class loader.
 */
package io.integrationhost.runtime.lane;
