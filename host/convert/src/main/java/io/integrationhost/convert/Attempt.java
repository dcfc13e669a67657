package io.integrationhost.convert;

import io.integrationhost.entity.EntityData;
import io.integrationhost.host.uplink.ItemCheck;
import java.util.List;
import java.util.Optional;

/**
 * One payload and what became of it.
 *
 * @param sent what is left of the outcome's items when keys that did not change are left out (facts
 *     5.5); one for each
 * @param nanos that the conversion took
 */
public record Attempt(Message message, Outcome outcome, List<EntityData> sent, long nanos) {
  public Attempt {
    sent = List.copyOf(sent);
  }

  /** Why the host would not send what came out; it judges by the same. */
  public Optional<String> refusal() {
    return outcome.items().isEmpty() ? Optional.empty() : ItemCheck.objection(outcome.items());
  }

  /** Whether nothing would reach ThingsBoard or the device because something is wrong. */
  public boolean isFailed() {
    return outcome.failure().isPresent() || refusal().isPresent();
  }

  /** Whether the script gave nothing to send; an empty list says so on purpose. */
  public boolean isNothing() {
    return outcome.isNothing() && !outcome.output().orElse("").startsWith("[");
  }
}
