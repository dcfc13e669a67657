package io.integrationhost.converter.tbel;

/** A span of time in milliseconds, known to scripts as {@code TbTimeWindow}. */
public final class TimeWindow {
  private long startTs;
  private long endTs;

  public TimeWindow() {}

  public TimeWindow(long startTs, long endTs) {
    this.startTs = startTs;
    this.endTs = endTs;
  }

  public long getStartTs() {
    return startTs;
  }

  public void setStartTs(long startTs) {
    this.startTs = startTs;
  }

  public long getEndTs() {
    return endTs;
  }

  public void setEndTs(long endTs) {
    this.endTs = endTs;
  }

  /** The end is outside. */
  public boolean matches(long ts) {
    return startTs <= ts && ts < endTs;
  }

  /** What it counts for against the memory of a call. */
  public long memorySize() {
    return 2L * Long.BYTES;
  }
}
