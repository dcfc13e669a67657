/**
 * The goal {@code integration-host:check}. Called by Maven, in the builds of plugins that inherit
 * {@code plugin-parent}; the rules themselves are those of the plugin runtime.
 */
package io.integrationhost.build;
