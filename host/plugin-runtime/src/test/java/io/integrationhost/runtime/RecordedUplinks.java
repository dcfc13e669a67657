package io.integrationhost.runtime;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Uplinks;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** Uplinks of an application that keeps what it gets and answers as told. */
final class RecordedUplinks implements Uplinks {

  private final Queue<String> texts = new ConcurrentLinkedQueue<>();
  private final Function<Uplink, CompletionStage<Receipt>> answer;

  RecordedUplinks(Function<Uplink, CompletionStage<Receipt>> answer) {
    this.answer = answer;
  }

  static RecordedUplinks storing() {
    return new RecordedUplinks(uplink -> CompletableFuture.completedFuture(new Receipt.Stored()));
  }

  @Override
  public CompletionStage<Receipt> publish(Uplink uplink) {
    if (uplink instanceof Uplink.Payload payload) {
      texts.add(new String(payload.bytes(), StandardCharsets.UTF_8));
    }
    return answer.apply(uplink);
  }

  List<String> texts() {
    return List.copyOf(texts);
  }
}
