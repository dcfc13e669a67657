package io.integrationhost.host.convert;

import io.integrationhost.entity.EntityData;
import java.util.List;

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
}
