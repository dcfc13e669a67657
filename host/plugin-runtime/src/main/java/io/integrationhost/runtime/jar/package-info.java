/**
 * Plugin jars as files: copies them into the staging area, reads their descriptor, and refuses the
 * ones that could not work, all before a single class of them is loaded.
 *
 * <p>Called by {@code io.integrationhost.runtime} only; {@code io.integrationhost.runtime.pf4j}
 * reads {@link io.integrationhost.runtime.jar.StagedPlugin}. Knows nothing of either; asks {@code
 * io.integrationhost.runtime.trust} whether a jar is allowed. Reads and writes files on the
 * caller's thread, which is never one that serves devices.
 */
package io.integrationhost.runtime.jar;
