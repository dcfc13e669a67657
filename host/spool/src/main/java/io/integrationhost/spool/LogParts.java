package io.integrationhost.spool;

import java.util.Optional;

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
    ReadableSignal readable,
    Optional<RecordAges> ages) {}
