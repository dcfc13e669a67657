package io.integrationhost.cli.status;

import com.google.gson.JsonObject;
import io.integrationhost.cli.client.EventStream;
import io.integrationhost.cli.client.HostClient;
import io.integrationhost.cli.client.HostException;
import io.integrationhost.cli.client.Snapshot;
import io.integrationhost.ground.CleanText;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Follows a host, which may be away for a while, on the thread that runs it. */
final class HostFollower implements Runnable {

  private static final int MOST_TOLD = 200;
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final HostClient client;
  private final Supplier<Optional<String>> wanted;
  private final Listener listener;

  /**
   * A follower.
   *
   * @param wanted the integration of which more is told
   */
  HostFollower(HostClient client, Supplier<Optional<String>> wanted, Listener listener) {
    this.client = client;
    this.wanted = wanted;
    this.listener = listener;
  }

  /** Who is told; may wait, and ends the following when interrupted. */
  interface Listener {

    void snapshot(Snapshot snapshot) throws InterruptedException;

    void detail(JsonObject integration) throws InterruptedException;

    void problem(String why) throws InterruptedException;
  }

  @Override
  public void run() {
    try {
      CountDownLatch never = new CountDownLatch(1);
      do {
        follow();
      } while (!never.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() throws InterruptedException {
    try (EventStream events = client.events("/live")) {
      for (var event = events.next(); event.isPresent(); event = events.next()) {
        if (event.get().name().equals("snapshot")) {
          listener.snapshot(Snapshot.of(event.get().data()));
          detail();
        }
      }
      listener.problem("the host has ended the stream; trying again");
    } catch (HostException e) {
      listener.problem(e.getMessage());
    } catch (RuntimeException e) {
      listener.problem(
          "what the host tells is not understood ("
              + CleanText.of(e.toString(), MOST_TOLD)
              + "); is it of another version?");
    }
  }

  private void detail() throws InterruptedException {
    Optional<String> name = wanted.get();
    if (name.isPresent()) {
      try {
        listener.detail(client.get(HostClient.integration(name.get(), "")));
      } catch (HostException e) {
        if (!e.isBadUsage()) {
          throw e;
        }
        // It is gone, which the snapshots tell.
        listener.detail(new JsonObject());
      }
    }
  }
}
