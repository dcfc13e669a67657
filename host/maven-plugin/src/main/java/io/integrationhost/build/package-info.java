/**
 * The goals {@code integration-host:libraries}, {@code :serves} and {@code :check}. Called by
 * Maven, in the builds of plugins that inherit {@code plugin-parent}; the rules themselves are
 * those of the plugin runtime.
 */
package io.integrationhost.build;
