package io.integrationhost.host.delivery;

import static org.awaitility.Awaitility.await;

import io.integrationhost.remote.UplinkAnswer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A link whose answers a test gives by hand. Records are single bytes. */
public final class ScriptedLink implements UplinkSender {

  /** A record that no message can carry. */
  static final byte UNSENDABLE = 99;

  private final int window;
  private final List<List<Integer>> sent = new ArrayList<>();
  private final Deque<CompletableFuture<UplinkAnswer>> owed = new ArrayDeque<>();
  private boolean connected = true;
  private boolean declining;

  public ScriptedLink(int window) {
    this.window = window;
  }

  @Override
  public synchronized boolean isWritable() {
    return connected && owed.size() < window;
  }

  @Override
  public synchronized CompletionStage<UplinkAnswer> send(List<byte[]> items) {
    if (items.stream().anyMatch(item -> item[0] == UNSENDABLE)) {
      throw new IllegalArgumentException("too large");
    }
    if (declining) {
      declining = false;
      return CompletableFuture.failedFuture(new IllegalStateException("declined"));
    }
    sent.add(items.stream().map(item -> (int) item[0]).toList());
    CompletableFuture<UplinkAnswer> answer = new CompletableFuture<>();
    owed.add(answer);
    return answer;
  }

  /** What was sent, as the first byte of each record. */
  public synchronized List<List<Integer>> sent() {
    return List.copyOf(sent);
  }

  public void awaitSentCount(int count) {
    await().atMost(Duration.ofSeconds(30)).until(() -> sent().size() == count);
  }

  public void accept() {
    next().complete(new UplinkAnswer.Accepted());
  }

  public void refuse(String error) {
    next().complete(new UplinkAnswer.Refused(error));
  }

  /** Ends the session: nothing that is owed will be answered. */
  public void cut() {
    List<CompletableFuture<UplinkAnswer>> lost;
    synchronized (this) {
      connected = false;
      lost = List.copyOf(owed);
      owed.clear();
    }
    lost.forEach(answer -> answer.completeExceptionally(new IllegalStateException("cut")));
  }

  /** Does not send the next message although it was writable: somebody else was faster. */
  public synchronized void declineNext() {
    declining = true;
  }

  public synchronized void connect() {
    connected = true;
  }

  private synchronized CompletableFuture<UplinkAnswer> next() {
    return owed.remove();
  }
}
