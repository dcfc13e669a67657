package io.integrationhost.plugins.tcp;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Keeps what was published and answers as told. */
final class RecordingUplinks implements Uplinks {

  private final List<Uplink.Payload> published = Collections.synchronizedList(new ArrayList<>());
  private volatile Function<Uplink.Payload, CompletionStage<Receipt>> behaviour =
      payload -> CompletableFuture.completedFuture(new Receipt.Stored());

  @Override
  public CompletionStage<Receipt> publish(Uplink uplink) {
    var payload = (Uplink.Payload) uplink;
    CompletionStage<Receipt> receipt = behaviour.apply(payload);
    published.add(payload);
    return receipt;
  }

  void answer(Function<Uplink.Payload, CompletionStage<Receipt>> told) {
    behaviour = told;
  }

  void answerAlways(Receipt receipt) {
    behaviour = payload -> CompletableFuture.completedFuture(receipt);
  }

  List<Uplink.Payload> published() {
    synchronized (published) {
      return List.copyOf(published);
    }
  }

  int count() {
    return published.size();
  }

  List<String> texts() {
    return published().stream().map(RecordingUplinks::text).toList();
  }

  static String text(Uplink.Payload payload) {
    return new String(payload.bytes(), StandardCharsets.UTF_8);
  }
}
