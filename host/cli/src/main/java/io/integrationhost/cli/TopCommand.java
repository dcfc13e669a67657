package io.integrationhost.cli;

import io.integrationhost.cli.client.EventStream;
import io.integrationhost.cli.client.HostAccess;
import io.integrationhost.cli.client.HostClient;
import io.integrationhost.cli.client.HostException;
import io.integrationhost.cli.client.IntegrationLine;
import io.integrationhost.cli.client.Snapshot;
import io.integrationhost.cli.status.StatusTable;
import io.integrationhost.cli.status.TopScreen;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "top",
    description = {
      "Follows a running host on the whole screen, once a second.",
      "Keys: arrows choose an integration, Enter opens it (transports, converters), Esc goes back,",
      "s sorts, p rests the drawing, q quits. Needs 80 columns. Where the output is no terminal: a",
      "table in each interval."
    },
    footer = {
      "",
      "Examples:",
      "  integration-host top",
      "  integration-host top --interval 10 --count 6 > minute.txt",
      "",
      "Exit codes: 0 it was ended, 1 no host answers (of a screen: it waits for one), 2 bad usage."
    })
final class TopCommand implements Callable<Integer> {

  @Mixin private HostOption host;

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "1",
      description =
          "Between two tables, where the output is no terminal. Default: ${DEFAULT-VALUE}.")
  private int interval;

  @Option(names = "--count", paramLabel = "N", description = "Ends after so many tables.")
  private Integer count;

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (interval < 1 || (count != null && count < 1)) {
      throw host.badUsage("--interval and --count must be at least 1");
    }
    if (host.json() || count != null) {
      return host.run(this::tables);
    }
    HostAccess access = host.access();
    Optional<TopScreen> screen = TopScreen.open(access.base().getAuthority());
    if (screen.isEmpty()) {
      return host.run(this::tables);
    }
    try (StopSignal end = StopSignal.install("the screen does not end");
        TopScreen shown = screen.get()) {
      end.whenTold(shown::quit);
      shown.run(new HostClient(access));
    }
    return ExitCode.SUCCESS;
  }

  private int tables(HostClient client) throws InterruptedException {
    Optional<Snapshot> former = Optional.empty();
    int shown = 0;
    try (EventStream events = client.events("/live")) {
      for (var event = events.next(); event.isPresent(); event = events.next()) {
        if (!event.get().name().equals("snapshot")) {
          continue;
        }
        Snapshot now = Snapshot.of(event.get().data());
        if (former.isEmpty()) {
          former = Optional.of(now);
        } else if (isDue(former.get(), now)) {
          print(StatusTable.of(former, now));
          former = Optional.of(now);
          shown++;
        }
        if (host.console().out().checkError() || (count != null && shown >= count)) {
          return ExitCode.SUCCESS;
        }
      }
    }
    throw new HostException("the host has ended the stream; is it stopping?");
  }

  /** The host's seconds are not to the millisecond. */
  private boolean isDue(Snapshot former, Snapshot now) {
    return Duration.between(former.time(), now.time()).toMillis() > interval * 1_000L - 500;
  }

  private void print(StatusTable table) {
    if (host.json()) {
      for (IntegrationLine each : table.rows()) {
        host.console().line(StatusCommand.json(table, each).toString());
      }
    } else {
      host.console().line(table.now().time().truncatedTo(ChronoUnit.SECONDS).toString());
      table.lines().forEach(host.console()::line);
      host.console().line("");
    }
  }
}
