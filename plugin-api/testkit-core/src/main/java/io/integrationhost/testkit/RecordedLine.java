package io.integrationhost.testkit;

import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Wire;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One session as it was told; what is told after its end is only counted. Thread-safe. */
public final class RecordedLine implements Wire.Line {

  private final Source source;
  private final String remoteAddress;
  private final BooleanSupplier watched;
  private final ByteArrayOutputStream receivedCopies = new ByteArrayOutputStream();
  private final ByteArrayOutputStream sentCopies = new ByteArrayOutputStream();
  private final List<Wire.Fault> faults = new ArrayList<>();
  private long received;
  private long sent;
  private Optional<String> device = Optional.empty();
  private boolean paused;
  private int pauses;
  private int late;
  private Optional<Wire.End> end = Optional.empty();

  RecordedLine(Source source, String remoteAddress, BooleanSupplier watched) {
    this.source = source;
    this.remoteAddress = remoteAddress;
    this.watched = watched;
  }

  /** What the uplinks of the session bear. */
  public Source source() {
    return source;
  }

  /** The peer. */
  public String remoteAddress() {
    return remoteAddress;
  }

  @Override
  public synchronized void received(int bytes) {
    if (inTime()) {
      received += bytes;
    }
  }

  /** How many bytes have come so far. */
  public synchronized long received() {
    return received;
  }

  @Override
  public synchronized void sent(int bytes) {
    if (inTime()) {
      sent += bytes;
    }
  }

  /** How many bytes were sent so far. */
  public synchronized long sent() {
    return sent;
  }

  @Override
  public boolean isWatched() {
    return watched.getAsBoolean();
  }

  @Override
  public synchronized void receivedCopy(byte[] bytes) {
    if (inTime()) {
      receivedCopies.writeBytes(bytes);
    }
  }

  /** What has come while it was watched. */
  public synchronized byte[] receivedCopies() {
    return receivedCopies.toByteArray();
  }

  @Override
  public synchronized void sentCopy(byte[] bytes) {
    if (inTime()) {
      sentCopies.writeBytes(bytes);
    }
  }

  /** What was sent while it was watched. */
  public synchronized byte[] sentCopies() {
    return sentCopies.toByteArray();
  }

  @Override
  public synchronized void device(String name) {
    if (inTime()) {
      device = Optional.of(name);
    }
  }

  /** Whose session it is, as told last. */
  public synchronized Optional<String> device() {
    return device;
  }

  @Override
  public synchronized void fault(Wire.Fault why) {
    if (inTime()) {
      faults.add(why);
    }
  }

  /** What was wrong so far, in order. */
  public synchronized List<Wire.Fault> faults() {
    return List.copyOf(faults);
  }

  @Override
  public synchronized void paused(boolean now) {
    if (inTime()) {
      pauses += now && !paused ? 1 : 0;
      paused = now;
    }
  }

  /** Whether the transport does not read it now. */
  public synchronized boolean isPaused() {
    return paused;
  }

  /** How often reading has stopped so far. */
  public synchronized int pauses() {
    return pauses;
  }

  @Override
  public synchronized void closed(Wire.End why) {
    if (end.isEmpty()) {
      end = Optional.of(why);
    }
  }

  /** Why it ended; empty while it has not. */
  public synchronized Optional<Wire.End> end() {
    return end;
  }

  private boolean inTime() {
    late += end.isPresent() ? 1 : 0;
    return end.isEmpty();
  }

  /** How often something was told after the end, which a host ignores. */
  public synchronized int late() {
    return late;
  }

  @Override
  public synchronized String toString() {
    return source.session()
        + " from "
        + remoteAddress
        + ", "
        + received
        + " bytes received, "
        + sent
        + " sent, "
        + end.map(why -> "ended: " + why).orElse("open");
  }
}
