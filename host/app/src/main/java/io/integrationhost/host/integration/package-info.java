/**
 * The integrations that run, each a front and a back with a log between them: put together,
 * started, steered, followed in the settings, stopped. Nothing here blocks the control thread.
 */
package io.integrationhost.host.integration;
