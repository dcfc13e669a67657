package io.integrationhost.spool;

import io.integrationhost.ground.Distribution;
import io.integrationhost.ground.Scale;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the committer does, one group after the other; any thread may read. */
final class CommitCounts {

  private final Distribution durations = new Distribution(Scale.DURATIONS);
  private final Distribution items = new Distribution(Scale.COUNTS);
  private final LongAdder writtenBytes = new LongAdder();
  private long began;
  private int stored;

  void begin(long nanos) {
    began = nanos;
    stored = 0;
  }

  void stored(Batch batch) {
    stored += batch.appends().size();
    writtenBytes.add(batch.to() - batch.from());
  }

  void end(long nanos) {
    if (stored > 0) {
      durations.add(nanos - began);
      items.add(stored);
    }
  }

  CommitFigures figures() {
    return new CommitFigures(durations.read(), items.read(), writtenBytes.sum());
  }
}
