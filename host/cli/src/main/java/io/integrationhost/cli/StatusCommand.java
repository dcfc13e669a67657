package io.integrationhost.cli;

import com.google.gson.JsonObject;
import io.integrationhost.cli.client.EventStream;
import io.integrationhost.cli.client.HostClient;
import io.integrationhost.cli.client.HostException;
import io.integrationhost.cli.client.IntegrationLine;
import io.integrationhost.cli.client.Snapshot;
import io.integrationhost.cli.status.StatusTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    description = {
      "Shows how the integrations of a running host are.",
      "Rates are those of the second in which it looks. BACKLOG is what is stored and not accepted by",
      "ThingsBoard yet, OLDEST how long the first of it waits, LETTERS what was refused for good."
    },
    footer = {
      "",
      "Examples:",
      "  integration-host status",
      "  integration-host status --json --url https://host.example.org:8085 --token-file ops.token",
      "",
      "Exit codes: 0 all integrations are RUNNING or DISABLED, 1 some are not or no host answers,",
      "2 bad usage or settings."
    })
final class StatusCommand implements Callable<Integer> {

  private static final int TOO_MANY = 429;

  @Mixin private HostOption host;

  @Override
  public Integer call() throws InterruptedException {
    return host.run(this::show);
  }

  private int show(HostClient client) throws InterruptedException {
    StatusTable table = look(client);
    List<IntegrationLine> all = table.rows();
    Console console = host.console();
    if (host.json()) {
      all.forEach(each -> console.line(json(table, each).toString()));
    } else {
      table.lines().forEach(console::line);
      if (all.isEmpty()) {
        console.line("no integration runs; add one to the settings");
      }
    }
    return all.stream().allMatch(IntegrationLine::isWell) ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }

  private static StatusTable look(HostClient client) throws InterruptedException {
    try (EventStream events = client.events("/live")) {
      Optional<Snapshot> first = snapshot(events);
      Optional<Snapshot> second = first.isEmpty() ? first : snapshot(events);
      return StatusTable.of(
          first,
          second.or(() -> first).orElseThrow(() -> new HostException("the host is stopping")));
    } catch (HostException e) {
      if (e.status() != TOO_MANY) {
        throw e;
      }
      // All streams are taken; states are told without one.
      return StatusTable.of(
          Optional.empty(),
          new Snapshot(
              Instant.now(),
              new JsonObject(),
              client.list("/integrations").stream().map(IntegrationLine::of).toList()));
    }
  }

  private static Optional<Snapshot> snapshot(EventStream events) throws InterruptedException {
    Optional<EventStream.Event> event = events.next();
    while (event.isPresent() && !event.get().name().equals("snapshot")) {
      event = events.next();
    }
    return event.map(each -> Snapshot.of(each.data()));
  }

  /** As the host tells of it, with rates. */
  static JsonObject json(StatusTable table, IntegrationLine each) {
    JsonObject json = each.json().deepCopy();
    table.in(each).ifPresent(rate -> json.addProperty("inPerSecond", rate));
    table.out(each).ifPresent(rate -> json.addProperty("outPerSecond", rate));
    return json;
  }
}
