package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.plugins.modbus.plan.Poll;
import java.util.ArrayList;
import java.util.List;

/** A poll of one unit, over all connections. Belongs to its line. */
final class PollState {

  private final Unit unit;
  private final Poll poll;
  private final List<Block> blocks;
  private boolean isRunning;
  private volatile long lastNanos;

  PollState(Unit unit, Poll poll, List<Block> blocks) {
    this.unit = unit;
    this.poll = poll;
    this.blocks = new ArrayList<>(blocks);
  }

  Unit unit() {
    return unit;
  }

  Poll poll() {
    return poll;
  }

  /** Its requests, which a refusal of the device splits for good. */
  List<Block> blocks() {
    return blocks;
  }

  void split(int at) {
    List<Block> halves = blocks.remove(at).halves();
    blocks.addAll(at, halves);
  }

  boolean isRunning() {
    return isRunning;
  }

  void begun() {
    isRunning = true;
  }

  /** Whatever became of the last one. */
  void idle() {
    isRunning = false;
  }

  void ended(long nanos) {
    isRunning = false;
    lastNanos = nanos;
  }

  /** How long the last one took, from its beginning to its end. */
  long lastNanos() {
    return lastNanos;
  }
}
