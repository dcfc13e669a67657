package io.integrationhost.host.back;

import io.integrationhost.host.delivery.UplinkSender;
import io.integrationhost.remote.Link;
import io.integrationhost.remote.UplinkAnswer;
import io.integrationhost.remote.UplinkMessage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The link as delivery and events see it; not writable before there is one. */
public final class LinkSender implements UplinkSender {

  private volatile Optional<Link> link = Optional.empty();

  void attach(Link opened) {
    link = Optional.of(opened);
  }

  @Override
  public boolean isWritable() {
    return link.map(Link::isWritable).orElse(false);
  }

  @Override
  public CompletionStage<UplinkAnswer> send(List<byte[]> items) {
    return link.map(opened -> opened.send(UplinkMessage.of(items)))
        .orElseGet(
            () -> CompletableFuture.failedFuture(new IllegalStateException("no link is open")));
  }
}
