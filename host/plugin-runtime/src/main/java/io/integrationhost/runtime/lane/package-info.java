/**
 * The threads of the runtime, and all of them: per plugin one lane for calls and one for
 * completions, and four of the host that never run a plugin's code. A plugin's thread locals and
 * stack frames must die with the plugin, else they pin its class loader.
 *
 * <p>Called by {@code io.integrationhost.runtime} only; knows nothing of transports. {@link
 * io.integrationhost.runtime.lane.ContextLoader} is the one class that sets a context class loader.
 */
package io.integrationhost.runtime.lane;
