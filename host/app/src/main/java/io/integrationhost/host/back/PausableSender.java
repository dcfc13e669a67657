package io.integrationhost.host.back;

import io.integrationhost.host.delivery.UplinkSender;
import io.integrationhost.remote.UplinkAnswer;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The link as the delivery of readings sees it: not writable while an operator has it rest. */
final class PausableSender implements UplinkSender {

  private final UplinkSender sender;
  private volatile boolean paused;

  PausableSender(UplinkSender sender) {
    this.sender = sender;
  }

  /** Whoever ends a pause wakes the delivery. */
  void pause(boolean wanted) {
    paused = wanted;
  }

  boolean isPaused() {
    return paused;
  }

  @Override
  public boolean isWritable() {
    return !paused && sender.isWritable();
  }

  @Override
  public CompletionStage<UplinkAnswer> send(List<byte[]> items) {
    return sender.send(items);
  }
}
