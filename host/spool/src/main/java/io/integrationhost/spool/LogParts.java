package io.integrationhost.spool;

/** What the classes of one log share. */
record LogParts(
    String name,
    SpoolOptions options,
    SegmentFiles files,
    LogState state,
    AppendQueue queue,
    LogReader reader,
    TrimCursor cursor,
    Losses losses,
    HealthState health,
    ReadableSignal readable) {}
