package io.integrationhost.host.delivery;

import java.util.Objects;

/**
 * What becomes of readings that ThingsBoard refuses.
 *
 * @param rules when one is given up
 * @param suspects where they are until then
 * @param letters where they go then
 */
public record Refusals(RefusalRules rules, SuspectStore suspects, RefusedItems letters) {
  public Refusals {
    Objects.requireNonNull(rules, "rules");
    Objects.requireNonNull(suspects, "suspects");
    Objects.requireNonNull(letters, "letters");
  }
}
