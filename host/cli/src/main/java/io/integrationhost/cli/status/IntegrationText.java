package io.integrationhost.cli.status;

import com.google.gson.JsonObject;
import io.integrationhost.cli.client.IntegrationLine;
import io.integrationhost.cli.client.IntegrationLine.TransportLine;
import io.integrationhost.cli.client.Snapshot;
import io.integrationhost.cli.text.Amount;
import io.integrationhost.cli.text.TextTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * One integration in lines.
 *
 * @param former some time before, for rates
 * @param detail more about it, once that is known
 */
record IntegrationText(
    Optional<Snapshot> former,
    Snapshot now,
    IntegrationLine integration,
    Optional<JsonObject> detail) {

  private static final List<String> TRANSPORTS =
      List.of("TRANSPORT", "PLUGIN", "STATUS", " DEVICES", " IN/S", " OUT/S", "REASON");
  private static final List<String> CONVERTERS =
      List.of("CONVERTER", "NAME", "STATUS", " ERRORS", "REASON");

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        integration.name()
            + " is "
            + integration.condition()
            + integration
                .since()
                .map(time -> " for " + Amount.time(Duration.between(time, now.time())))
                .orElse("")
            + (integration.reason().isEmpty() ? "" : ": " + integration.reason()));
    lines.add(
        "in %s/s  stored %s/s  out %s/s  receipt p99 %s  waiting %s (%s), the oldest for %s"
            .formatted(
                rate(StatusTable.IN),
                rate("itemsStored"),
                rate(StatusTable.OUT),
                Amount.seconds(integration.value("receiptP99Seconds")),
                Amount.of(integration.value(StatusTable.BACKLOG)),
                Amount.bytes(integration.value("spoolBytes")),
                Amount.seconds(integration.value("spoolOldestItemAgeSeconds"))));
    detail.flatMap(IntegrationText::link).ifPresent(lines::add);
    lines.add("");
    lines.addAll(new TextTable(TRANSPORTS, transports()).lines());
    List<List<String>> converters = converters();
    if (!converters.isEmpty()) {
      lines.add("");
      lines.addAll(new TextTable(CONVERTERS, converters).lines());
    }
    return lines;
  }

  private String rate(String counter) {
    return Amount.rate(now.rate(former, integration.name(), counter));
  }

  private static Optional<String> link(JsonObject detail) {
    if (!(detail.get("link") instanceof JsonObject link)) {
      return Optional.empty();
    }
    String reason = IntegrationLine.text(link, "reason");
    return Optional.of(
        "link to "
            + IntegrationLine.text(link, "server")
            + " is "
            + IntegrationLine.text(link, "state")
            + (reason.isEmpty() ? "" : ": " + reason));
  }

  private List<List<String>> transports() {
    return integration.transports().stream()
        .map(
            each ->
                List.of(
                    each.name(),
                    more(each.name(), "plugin") + "@" + more(each.name(), "version"),
                    each.status(),
                    Long.toString(each.connections()),
                    bytes(each, TransportLine::received),
                    bytes(each, TransportLine::sent),
                    more(each.name(), "reason")))
        .toList();
  }

  private String more(String transport, String key) {
    if (detail.isPresent()) {
      for (JsonObject one : IntegrationLine.list(detail.get(), "transports")) {
        if (IntegrationLine.text(one, "name").equals(transport)) {
          return IntegrationLine.text(one, key);
        }
      }
    }
    return "";
  }

  private String bytes(TransportLine transport, Function<TransportLine, OptionalDouble> value) {
    OptionalDouble after = value.apply(transport);
    OptionalDouble before =
        former
            .flatMap(each -> each.find(integration.name()))
            .flatMap(
                each ->
                    each.transports().stream()
                        .filter(one -> one.name().equals(transport.name()))
                        .findFirst())
            .map(value)
            .orElse(OptionalDouble.empty());
    double seconds =
        former
            .map(each -> Duration.between(each.time(), now.time()).toMillis() / 1_000.0)
            .orElse(0.0);
    boolean known = after.isPresent() && before.isPresent() && seconds > 0;
    return Amount.bytes(
        known
            ? OptionalDouble.of(Math.max(0, after.getAsDouble() - before.getAsDouble()) / seconds)
            : OptionalDouble.empty());
  }

  private List<List<String>> converters() {
    List<List<String>> rows = new ArrayList<>();
    if (detail.isPresent()) {
      for (JsonObject one : IntegrationLine.list(detail.get(), "converters")) {
        rows.add(
            List.of(
                IntegrationLine.text(one, "direction"),
                IntegrationLine.text(one, "name"),
                IntegrationLine.text(one, "status"),
                Amount.of(IntegrationLine.number(one, "errors")),
                IntegrationLine.text(one, "reason")));
      }
    }
    return rows;
  }
}
