package io.integrationhost.cli.status;

import io.integrationhost.cli.client.IntegrationLine;
import io.integrationhost.cli.client.Snapshot;
import io.integrationhost.cli.text.Amount;
import io.integrationhost.cli.text.TextTable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Integrations in rows.
 *
 * @param former some time before, for rates; empty: they are not known
 * @param rows which, in their order
 */
public record StatusTable(Optional<Snapshot> former, Snapshot now, List<IntegrationLine> rows) {

  static final String IN = "uplinksPublished";
  static final String OUT = "itemsDelivered";
  static final String BACKLOG = "spoolItems";

  private static final List<String> HEAD =
      List.of(
          "NAME",
          "STATE",
          " SINCE",
          " IN/S",
          " OUT/S",
          " BACKLOG",
          " OLDEST",
          " LETTERS",
          "REASON");

  /** All in the order of their names. */
  public static StatusTable of(Optional<Snapshot> former, Snapshot now) {
    return new StatusTable(former, now, Order.NAME.sort(former, now));
  }

  /** Devices' messages in a second. */
  public OptionalDouble in(IntegrationLine each) {
    return now.rate(former, each.name(), IN);
  }

  /** Readings that ThingsBoard took in a second. */
  public OptionalDouble out(IntegrationLine each) {
    return now.rate(former, each.name(), OUT);
  }

  /** A line for the head, then one for each. */
  public List<String> lines() {
    return new TextTable(HEAD, rows.stream().map(this::row).toList()).lines();
  }

  private List<String> row(IntegrationLine each) {
    return List.of(
        each.name(),
        each.condition(),
        each.since().map(time -> Amount.time(Duration.between(time, now.time()))).orElse("-"),
        Amount.rate(in(each)),
        Amount.rate(out(each)),
        Amount.of(each.value(BACKLOG)),
        Amount.seconds(each.value("spoolOldestItemAgeSeconds")),
        Amount.of(letters(each)),
        each.reason());
  }

  private static OptionalDouble letters(IntegrationLine each) {
    OptionalDouble readings = each.value("deadLetterReadings");
    OptionalDouble payloads = each.value("deadLetterPayloads");
    return readings.isEmpty() && payloads.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(readings.orElse(0) + payloads.orElse(0));
  }
}
