/** The TCP plugin. */
package io.integrationhost.plugins.tcp;
