/**
 * A request and its answer, without the HTTP server: what the gate judges and the API's handlers
 * see. Values, but for {@link io.integrationhost.admin.exchange.EventStream}; safe for any thread.
 */
package io.integrationhost.admin.exchange;
