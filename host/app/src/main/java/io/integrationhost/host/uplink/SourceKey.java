package io.integrationhost.host.uplink;

import io.integrationhost.plugin.Source;

/** A source among all transports of one integration. */
record SourceKey(String transport, Source source) {}
