package io.integrationhost.bench;

import io.integrationhost.host.delivery.UplinkSender;
import io.integrationhost.host.settings.LinkTuning;
import io.integrationhost.remote.Backoff;
import io.integrationhost.remote.Credentials;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.remote.Link;
import io.integrationhost.remote.LinkChannels;
import io.integrationhost.remote.LinkListener;
import io.integrationhost.remote.LinkSettings;
import io.integrationhost.remote.ServerAddress;
import io.integrationhost.remote.UplinkAnswer;
import io.integrationhost.remote.UplinkMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A link as the host opens it, with nothing behind it but what can be sent again. */
final class OpenLink implements UplinkSender {

  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final CompletableFuture<Runnable> onWritable = new CompletableFuture<>();
  private final Link link;

  OpenLink(
      LinkChannels links,
      ServerAddress server,
      Credentials credentials,
      LinkTuning tuning,
      int window) {
    link =
        links.open(
            new LinkSettings(
                credentials.routingKey(),
                server,
                credentials,
                tuning.serviceId(),
                window,
                tuning.heartbeat(),
                tuning.answerTimeout(),
                Backoff.standard()),
            new Events());
    link.start();
  }

  void awaitConnected() {
    Waiting.until(connected::isDone, "the connection of a link");
  }

  void onWritable(Runnable task) {
    onWritable.complete(task);
    task.run();
  }

  @Override
  public boolean isWritable() {
    return link.isWritable();
  }

  @Override
  public CompletionStage<UplinkAnswer> send(List<byte[]> items) {
    return link.send(UplinkMessage.of(items));
  }

  private final class Events implements LinkListener {
    @Override
    public void connected(IntegrationConfiguration configuration) {
      connected.complete(null);
    }

    @Override
    public void writable() {
      if (onWritable.isDone()) {
        onWritable.join().run();
      }
    }
  }
}
