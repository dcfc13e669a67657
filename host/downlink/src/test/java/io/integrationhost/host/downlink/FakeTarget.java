package io.integrationhost.host.downlink;

import io.integrationhost.plugin.Downlink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A transport that knows some devices, and may be slow. */
final class FakeTarget implements DownlinkTarget {

  private final String name;
  private final Set<String> connected = new HashSet<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> taken = new ArrayList<>();
  private final List<CompletableFuture<SendOutcome>> held = new ArrayList<>();
  private SendOutcome otherwise = new SendOutcome.NotNow("it is not connected");
  private boolean holding;
  final ErrorOnce fault = new ErrorOnce();

  FakeTarget(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized CompletionStage<SendOutcome> send(Downlink downlink) {
    String what =
        downlink.deviceName() + ":" + new String(downlink.payload(), StandardCharsets.UTF_8);
    asked.add(what);
    fault.pass();
    if (holding) {
      CompletableFuture<SendOutcome> stage = new CompletableFuture<>();
      held.add(stage);
      taken.add(what);
      return stage;
    }
    if (!connected.contains(downlink.deviceName())) {
      return CompletableFuture.completedFuture(otherwise);
    }
    taken.add(what);
    return CompletableFuture.completedFuture(new SendOutcome.Sent());
  }

  synchronized void connect(String device) {
    connected.add(device);
  }

  synchronized void disconnect(String device) {
    connected.remove(device);
  }

  /** What it answers for devices that are not connected. */
  synchronized void answer(SendOutcome outcome) {
    otherwise = outcome;
  }

  /** Takes everything, but answers only when told. */
  synchronized void hold() {
    holding = true;
  }

  synchronized int held() {
    return held.size();
  }

  void release(SendOutcome outcome) {
    CompletableFuture<SendOutcome> first;
    synchronized (this) {
      first = held.remove(0);
    }
    first.complete(outcome);
  }

  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  synchronized List<String> taken() {
    return List.copyOf(taken);
  }
}
