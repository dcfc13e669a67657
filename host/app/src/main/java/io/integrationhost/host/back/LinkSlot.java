package io.integrationhost.host.back;

import io.integrationhost.host.settings.IntegrationSettings;
import io.integrationhost.remote.Link;
import io.integrationhost.remote.LinkFigures;
import io.integrationhost.remote.LinkState;
import io.integrationhost.remote.ServerAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link of one integration, which may be replaced by one to another server, or with another
 * secret, while devices are served. Safe for any thread.
 */
final class LinkSlot {

  private static final Logger log = LoggerFactory.getLogger(LinkSlot.class);

  /** Longer than a link takes to leave in good order. */
  private static final Duration LEAVE = Duration.ofSeconds(15);

  private final Function<IntegrationSettings, Opened> opener;
  private final LinkSender sender;
  private IntegrationSettings settings;
  private Opened opened;
  private boolean closed;

  /** A link that is not started, with what hears of it. */
  record Opened(Link link, LinkEvents events) {}

  /**
   * With its first link.
   *
   * @param opener makes links; fails when the files for encryption cannot be used
   */
  LinkSlot(
      IntegrationSettings settings,
      Function<IntegrationSettings, Opened> opener,
      LinkSender sender) {
    this.settings = settings;
    this.opener = opener;
    this.sender = sender;
    this.opened = opener.apply(settings);
    sender.attach(opened.link());
  }

  synchronized void start() {
    opened.link().start();
  }

  synchronized CompletionStage<Void> close() {
    closed = true;
    return opened.link().close();
  }

  /** Where the link of now stands. */
  synchronized LinkState state() {
    return opened.link().state();
  }

  /** What the link of now does. */
  synchronized LinkFigures figures() {
    return opened.link().figures();
  }

  /** Where the link of now goes. */
  synchronized ServerAddress server() {
    return settings.server();
  }

  /** Leaves ThingsBoard in good order and connects anew; one that waits tries at once. */
  synchronized void reconnect() {
    opened.link().reconnect();
  }

  /** Whether only the way to ThingsBoard differs: another key is another integration. */
  synchronized boolean canAdopt(IntegrationSettings wanted) {
    return wanted.name().equals(settings.name())
        && wanted.plugin().equals(settings.plugin())
        && wanted.credentials().routingKey().equals(settings.credentials().routingKey());
  }

  /** Whether the way to ThingsBoard is another one. */
  synchronized boolean differs(IntegrationSettings wanted) {
    return !settings.hasLinkOf(wanted);
  }

  /**
   * Leaves ThingsBoard and connects with other settings; waits until the former link has left,
   * since ThingsBoard serves one session and takes the end of the older one for that of both.
   */
  void adopt(IntegrationSettings wanted) {
    Opened next = opener.apply(wanted);
    Opened former;
    synchronized (this) {
      if (closed) {
        var unused = next.link().close();
        return;
      }
      former = opened;
      former.events().leave();
      opened = next;
      settings = wanted;
    }
    await(former.link());
    sender.attach(next.link());
    // Does nothing if it was closed meanwhile.
    next.link().start();
  }

  private void await(Link former) {
    try {
      former.close().toCompletableFuture().get(LEAVE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.warn("integration '{}': its former link did not leave in good order", settings.name());
    }
  }
}
