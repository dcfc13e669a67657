package io.integrationhost.host.delivery;

/** An event that may be left out. */
record DebugEvent(EventKind kind, byte[] bytes) {}
