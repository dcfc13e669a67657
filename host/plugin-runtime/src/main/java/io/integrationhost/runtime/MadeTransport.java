package io.integrationhost.runtime;

import io.integrationhost.plugin.Endpoint;
import io.integrationhost.plugin.Placement;
import io.integrationhost.plugin.Transport;
import java.util.List;

/** A transport, and what it said of itself when it was made. */
record MadeTransport(
    Transport transport, Placement placement, boolean dials, List<Endpoint> listensOn) {}
