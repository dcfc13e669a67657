package io.integrationhost.runtime.wire;

import io.integrationhost.plugin.Wire;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** One session of a transport, written by one thread at a time and read by any. */
final class SessionLine implements Wire.Line {

  private final TransportWire wire;
  private final String source;
  private final String remote;
  private final Instant since;
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder faults = new LongAdder();
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile String device = "";
  private volatile long heard;
  private final AtomicBoolean paused = new AtomicBoolean();

  SessionLine(TransportWire wire, String source, String remote, Instant since) {
    this.wire = wire;
    this.source = source;
    this.remote = remote;
    this.since = since;
  }

  SessionView view() {
    return new SessionView(
        source,
        remote,
        Optional.of(device).filter(name -> !name.isEmpty()),
        since,
        heard == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(heard)),
        received.sum(),
        sent.sum(),
        faults.sum(),
        paused.get());
  }

  @Override
  public void received(int bytes) {
    if (bytes > 0 && !over.get()) {
      received.add(bytes);
      heard = wire.now();
      wire.received(bytes);
    }
  }

  @Override
  public void sent(int bytes) {
    if (bytes > 0 && !over.get()) {
      sent.add(bytes);
      wire.sent(bytes);
    }
  }

  @Override
  public boolean isWatched() {
    return wire.isWatched();
  }

  @Override
  public void receivedCopy(byte[] bytes) {
    if (!over.get()) {
      wire.copy(this, bytes, true);
    }
  }

  @Override
  public void sentCopy(byte[] bytes) {
    if (!over.get()) {
      wire.copy(this, bytes, false);
    }
  }

  @Override
  public void device(String name) {
    device = TransportWire.text(name);
  }

  @Override
  public void fault(Wire.Fault why) {
    if (!over.get()) {
      faults.increment();
      wire.fault(why);
    }
  }

  @Override
  public void paused(boolean now) {
    if (over.get() || !paused.compareAndSet(!now, now)) {
      return;
    }
    wire.paused(now ? 1 : -1);
    if (over.get()) {
      goesOn();
    }
  }

  private void goesOn() {
    if (paused.compareAndSet(true, false)) {
      wire.paused(-1);
    }
  }

  @Override
  public void closed(Wire.End why) {
    if (over.compareAndSet(false, true)) {
      goesOn();
      wire.ended(this, why);
    }
  }
}
