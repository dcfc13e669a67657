/** Finds, stages, verifies and loads plugins. */
package io.integrationhost.runtime;
