/**
 * What a transport tells of its sockets: counted, listed, and copied for whoever watches. A
 * plugin's threads write, any thread reads; nothing waits, and nothing of the plugin is kept but
 * texts.
 */
package io.integrationhost.runtime.wire;
