/**
 * One client of a broker over all its connections: login, subscriptions, acknowledgement after the
 * host's receipt, retries, messages to the broker. What belongs to a connection is used on its
 * dialler's loop only; what may be called from elsewhere says so. Starts no thread.
 */
package io.integrationhost.plugins.mqtt.session;
