package io.integrationhost.host.integration;

import io.integrationhost.host.back.Back;
import io.integrationhost.host.downlink.DownlinkView;
import io.integrationhost.host.front.Front;
import io.integrationhost.host.plan.TransportPlan;
import io.integrationhost.remote.LinkState;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator does with one integration. Safe for any thread; stages complete on the control
 * thread or the one that stores, and fail when the host is stopping.
 */
public final class Steering {

  private static final Logger log = LoggerFactory.getLogger(Steering.class);

  private final String name;
  private final Front front;
  private final Back back;
  private final PauseStore store;
  private final Executor control;
  private final Clock clock;
  private volatile Paused paused;

  Steering(
      String name,
      Front front,
      Back back,
      PauseStore store,
      Paused before,
      Executor control,
      Clock clock) {
    this.name = name;
    this.front = front;
    this.back = back;
    this.store = store;
    this.paused = before;
    this.control = control;
    this.clock = clock;
  }

  /** What rests now. */
  public Paused paused() {
    return paused;
  }

  /** Takes over what rested before this start; on the control thread, before anything starts. */
  void begin() {
    Paused before = paused;
    if (!before.equals(Paused.NOT)) {
      log.warn(
          "integration '{}' is paused ({}) since {} by '{}'; 'integration-host resume {}' ends that",
          name,
          what(before),
          before.since().map(Object::toString).orElse("?"),
          before.author(),
          name);
    }
    apply(before);
  }

  private static String what(Paused paused) {
    if (paused.intake() && paused.delivery()) {
      return "intake and delivery";
    }
    return paused.intake() ? "intake" : "delivery";
  }

  private void apply(Paused wanted) {
    back.pauseDelivery(wanted.delivery());
    front.pauseIntake(wanted.intake());
  }

  /**
   * Has intake or delivery rest or go on; kept over restarts.
   *
   * @param intake whether the intake is meant
   * @param delivery whether the delivery is meant
   * @param rest whether what is meant rests from now on
   * @param author who wants it
   * @return what rests then, when that is on the disk; fails when it cannot be kept there, although
   *     it is so now
   */
  public CompletionStage<Paused> pause(
      boolean intake, boolean delivery, boolean rest, String author) {
    return CompletableFuture.supplyAsync(
            () -> {
              Paused former = paused;
              Paused next =
                  former.with(
                      intake ? rest : former.intake(),
                      delivery ? rest : former.delivery(),
                      clock.instant(),
                      author);
              paused = next;
              apply(next);
              return next;
            },
            control)
        .thenCompose(next -> store.save(next).thenApply(saved -> next));
  }

  /**
   * Makes transports anew: devices lose their connections, readings that were taken are kept.
   *
   * @return false when that does not fit the present state
   */
  public CompletionStage<Boolean> restart(Predicate<TransportPlan> meant) {
    return CompletableFuture.supplyAsync(() -> front.restart(meant), control);
  }

  /**
   * Leaves ThingsBoard in good order and connects anew.
   *
   * @return false when that does not fit the present state of the link
   */
  public boolean reconnect() {
    LinkState state = back.linkState();
    if (state instanceof LinkState.NotStarted || state instanceof LinkState.Closed) {
      return false;
    }
    back.reconnect();
    return true;
  }

  /** Downlinks that wait for their devices, the oldest first. */
  public CompletionStage<List<DownlinkView>> downlinks() {
    return back.downlinks().waitingNow();
  }

  /**
   * Gives up downlinks that wait; one that is just being sent is not touched.
   *
   * @param ids which are meant
   * @return how many were given up
   */
  public CompletionStage<Integer> giveUp(Predicate<String> ids, String author) {
    return back.downlinks()
        .giveUp(ids, "given up by '" + author + "'; send it again if it is wanted");
  }
}
