/** What a slice may say of ports, peers, TLS and secrets, read with all problems at once. */
package io.integrationhost.kit.settings;
