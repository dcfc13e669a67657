package io.integrationhost.remote;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;

/** One attempt that leaves as soon as ThingsBoard has answered. */
final class Probe implements SessionOwner {
  private final CompletableFuture<ProbeResult> result = new CompletableFuture<>();
  private final Runnable afterEnd;
  private volatile Session session;
  private volatile IntegrationConfiguration reached;

  Probe(Runnable afterEnd) {
    this.afterEnd = afterEnd;
  }

  /**
   * @param attempt reports here
   */
  CompletionStage<ProbeResult> run(Session attempt, ScheduledExecutorService timer) {
    session = attempt;
    attempt.start(timer);
    return result.minimalCompletionStage();
  }

  @Override
  public void accepted(IntegrationConfiguration configuration) {
    reached = configuration;
    session.leave();
  }

  @Override
  public void pushed(Inbound.Push push) {
    // What is pushed is meant for the host that runs the integration.
  }

  @Override
  public void answerNotAskedFor(long items) {}

  @Override
  public void writable() {
    // Nothing to send.
  }

  @Override
  public void ended(SessionEnd end) {
    afterEnd.run();
    result.complete(
        reached != null ? new ProbeResult.Reached(reached) : new ProbeResult.Failed(end.failure()));
  }
}
