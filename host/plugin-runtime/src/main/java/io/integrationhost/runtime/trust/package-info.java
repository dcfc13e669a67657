/**
 * Where a plugin jar comes from and whether an operator allows it: digests, jar signatures, and the
 * allow-list of the settings.
 *
 * <p>Called by {@code io.integrationhost.runtime} and its package {@code jar}; the application
 * makes {@link io.integrationhost.runtime.trust.AllowList} and {@link
 * io.integrationhost.runtime.trust.Fingerprint} from its settings. Knows nothing of plugins: a jar
 * is a file with signatures here. Blocks the caller while it reads a jar.
 */
package io.integrationhost.runtime.trust;
