package io.integrationhost.host.downlink;

import io.integrationhost.plugin.Downlink;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The route to the transports of this host: first asks the one where the device was heard last,
 * then the others, until one takes the downlink.
 */
public final class Router implements DownlinkRoute {

  private final LastHeard lastHeard = new LastHeard();
  private volatile Supplier<List<DownlinkTarget>> targets = List::of;
  private volatile boolean hints;

  /**
   * Sets where downlinks go; called once, before the first comes.
   *
   * @param running the transports of now; asked on the control thread
   */
  public void targets(Supplier<List<DownlinkTarget>> running) {
    targets = running;
  }

  /** Called with every uplink, from any thread: one transport needs no hint. */
  public void heard(String device, String transport) {
    if (hints) {
      lastHeard.heard(device, transport);
    }
  }

  /** A device is not on this transport any more. Any thread. */
  public void left(String device, String transport) {
    lastHeard.left(device, transport);
  }

  /** Looks whether there are several transports now. On the control thread, at intervals. */
  public void look() {
    hints = targets.get().size() > 1;
  }

  @Override
  public CompletionStage<SendOutcome> send(Downlink downlink) {
    List<DownlinkTarget> order = new ArrayList<>(targets.get());
    hints = order.size() > 1;
    if (order.isEmpty()) {
      return CompletableFuture.completedFuture(
          new SendOutcome.NotNow("no transport of the integration runs"));
    }
    Optional<String> last = lastHeard.of(downlink.deviceName());
    order.sort((a, b) -> Boolean.compare(isNot(a, last), isNot(b, last)));
    return ask(order.iterator(), downlink, Optional.empty());
  }

  private static boolean isNot(DownlinkTarget target, Optional<String> wanted) {
    return !wanted.equals(Optional.of(target.name()));
  }

  private CompletionStage<SendOutcome> ask(
      Iterator<DownlinkTarget> rest, Downlink downlink, Optional<SendOutcome> before) {
    return attempt(rest.next(), downlink)
        .thenCompose(
            outcome -> {
              boolean settled =
                  outcome instanceof SendOutcome.Sent
                      || outcome instanceof SendOutcome.Unconfirmed
                      || outcome instanceof SendOutcome.Unknown;
              SendOutcome better = settled ? outcome : milder(before, outcome);
              return settled || !rest.hasNext()
                  ? CompletableFuture.completedFuture(better)
                  : ask(rest, downlink, Optional.of(better));
            });
  }

  private static CompletionStage<SendOutcome> attempt(DownlinkTarget target, Downlink downlink) {
    try {
      return target.send(downlink).exceptionally(Router::defect);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.completedFuture(defect(e));
    }
  }

  private static SendOutcome defect(Throwable thrown) {
    return new SendOutcome.Unknown("the host failed: " + thrown);
  }

  /** One transport that may still get to know the device outweighs those that refuse. */
  private static SendOutcome milder(Optional<SendOutcome> before, SendOutcome now) {
    return now instanceof SendOutcome.NotNow ? now : before.orElse(now);
  }
}
