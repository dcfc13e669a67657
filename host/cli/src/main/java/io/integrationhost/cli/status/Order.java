package io.integrationhost.cli.status;

import io.integrationhost.cli.client.IntegrationLine;
import io.integrationhost.cli.client.Snapshot;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** In which order integrations are shown; of equal ones the name decides. */
enum Order {
  NAME("name"),
  STATE("state"),
  IN("in"),
  OUT("out"),
  BACKLOG("backlog");

  private final String word;

  Order(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  Order next() {
    return switch (this) {
      case NAME -> STATE;
      case STATE -> IN;
      case IN -> OUT;
      case OUT -> BACKLOG;
      case BACKLOG -> NAME;
    };
  }

  List<IntegrationLine> sort(Optional<Snapshot> former, Snapshot now) {
    Comparator<IntegrationLine> names = Comparator.comparing(IntegrationLine::name);
    Comparator<IntegrationLine> order =
        switch (this) {
          case NAME -> names;
          case STATE -> Comparator.comparing(IntegrationLine::isWell);
          case IN -> most(former, now, StatusTable.IN);
          case OUT -> most(former, now, StatusTable.OUT);
          case BACKLOG ->
              Comparator.comparingDouble(each -> -each.value(StatusTable.BACKLOG).orElse(0));
        };
    return now.integrations().stream().sorted(order.thenComparing(names)).toList();
  }

  private static Comparator<IntegrationLine> most(
      Optional<Snapshot> former, Snapshot now, String counter) {
    return Comparator.comparingDouble(each -> -now.rate(former, each.name(), counter).orElse(0));
  }
}
