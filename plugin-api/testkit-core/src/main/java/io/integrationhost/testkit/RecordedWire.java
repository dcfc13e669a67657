package io.integrationhost.testkit;

import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Wire;
import java.util.ArrayList;
import java.util.List;

/** The host's side of a transport's sockets: keeps what was told. Thread-safe. */
public final class RecordedWire implements Wire {

  private final List<RecordedLine> lines = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private volatile boolean watched;

  RecordedWire() {}

  @Override
  public RecordedLine opened(Source source, String remoteAddress) {
    RecordedLine line = new RecordedLine(source, remoteAddress, this::isWatched);
    synchronized (this) {
      lines.add(line);
    }
    return line;
  }

  @Override
  public synchronized void refused(Refusal why) {
    refusals.add(why);
  }

  /** Whether copies of what passes are wanted, of every session; not at first. */
  public void watch(boolean wanted) {
    watched = wanted;
  }

  private boolean isWatched() {
    return watched;
  }

  /** The sessions so far, in the order in which they began. */
  public synchronized List<RecordedLine> lines() {
    return List.copyOf(lines);
  }

  /** The session that began at this place, from 0. */
  public RecordedLine line(int index) {
    List<RecordedLine> all = lines();
    if (index >= all.size()) {
      throw new AssertionError("session " + index + " was not told; there are " + all.size());
    }
    return all.get(index);
  }

  /** The sessions that have not ended. */
  public List<RecordedLine> open() {
    return lines().stream().filter(line -> line.end().isEmpty()).toList();
  }

  /** Who was turned away so far, in order. */
  public synchronized List<Refusal> refusals() {
    return List.copyOf(refusals);
  }
}
