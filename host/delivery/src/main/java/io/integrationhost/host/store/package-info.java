/**
 * What the host keeps on disk beside spools: files that only its own user may read, written so that
 * a crash leaves the former one or the new one, and the configurations with which an integration
 * starts while ThingsBoard cannot be reached.
 *
 * <p>Written on the host's storage thread; commands read.
 */
package io.integrationhost.host.store;
