package io.integrationhost.cli;

import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.host.settings.IntegrationSettings;
import io.integrationhost.remote.RecordContent;
import io.integrationhost.remote.RecordReader;
import io.integrationhost.spool.ReadingLog;
import io.integrationhost.spool.SpoolException;
import io.integrationhost.spool.SpoolStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    description = {
      "Takes over readings that ThingsBoard's own remote integration could not deliver any more.",
      "Reads the files data_*.txt of its folder from where its state file says that they are",
      "delivered, and stores telemetry and attributes of devices and assets in the spool of an",
      "integration. The next run delivers them. Both programs must be stopped; the folder is left",
      "as it is, so move it away afterwards: importing twice delivers twice."
    },
    footer = {
      "",
      "Examples:",
      "  integration-host import default /var/lib/tb-remote-integration --dry-run",
      "  integration-host import default /var/lib/tb-remote-integration",
      "",
      "Exit codes: 0 everything was taken, 1 some lines cannot be read (all others were taken), or",
      "nothing could be stored; 2 bad usage or settings."
    })
final class ImportCommand implements Callable<Integer> {

  private static final long PATIENCE_SECONDS = 60;
  private static final int AT_ONCE = 1_000;
  private static final int MOST_TOLD = 10;

  @Mixin private SettingsOption settings;

  @Parameters(
      index = "0",
      paramLabel = "INTEGRATION",
      description = "Its name in the settings; 'default' for that of the variables.")
  private String integration;

  @Parameters(
      index = "1",
      paramLabel = "FOLDER",
      description = "The official program's INTEGRATION_STORAGE_DATA_FOLDER_PATH.")
  private Path folder;

  @Option(names = "--dry-run", description = "Tells what would be taken, and stores nothing.")
  private boolean dry;

  @Spec private CommandSpec spec;

  /** What was found, and the appends that are under way. */
  private final class Taking implements OfficialFolder.Lines {

    private final RecordReader reader = new RecordReader();
    private final Optional<ReadingLog> spool;
    private final Map<String, Integer> left = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();
    private final List<CompletableFuture<Long>> appends = new ArrayList<>();
    private long taken;

    Taking(Optional<ReadingLog> spool) {
      this.spool = spool;
    }

    @Override
    public void message(String place, byte[] bytes) throws IOException {
      byte[] record = RecordReader.withoutNumber(bytes);
      RecordContent content = reader.read(record);
      if (content instanceof RecordContent.Entity) {
        spool.ifPresent(each -> appends.add(each.append(record).toCompletableFuture()));
        taken++;
        if (appends.size() >= AT_ONCE) {
          await();
        }
      } else if (content instanceof RecordContent.Other other) {
        left.merge(other.description(), 1, Integer::sum);
      } else {
        broken(place);
      }
    }

    @Override
    public void broken(String place) {
      broken.add(place);
    }

    /** Until all are on the disk. */
    void await() throws IOException {
      try {
        CompletableFuture.allOf(appends.toArray(new CompletableFuture<?>[0]))
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        appends.clear();
      } catch (TimeoutException e) {
        throw new IOException(
            "the spool of '" + integration + "' has no room; enlarge spool.max-size", e);
      } catch (ExecutionException e) {
        throw new IOException(
            "the spool of '" + integration + "': " + e.getCause().getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  @Override
  public Integer call() throws IOException {
    Console console = new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
    HostSettings loaded = settings.load();
    if (loaded.integrations().stream().noneMatch(each -> each.name().equals(integration))) {
      throw new ParameterException(
          spec.commandLine(),
          "There is no integration '%s' in the settings; there are: %s"
              .formatted(
                  integration,
                  loaded.integrations().stream().map(IntegrationSettings::name).toList()));
    }
    OfficialFolder official = new OfficialFolder(folder);
    if (!Files.isDirectory(folder) || official.files().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "There are no files data_*.txt in " + folder + " to import");
    }
    Taking taking = dry ? look(official) : store(official, loaded);
    tell(console, taking);
    return taking.broken.isEmpty() ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }

  private Taking look(OfficialFolder official) throws IOException {
    Taking taking = new Taking(Optional.empty());
    official.read(taking);
    return taking;
  }

  private Taking store(OfficialFolder official, HostSettings loaded) throws IOException {
    try (SpoolStore store = SpoolStore.open(loaded.dataDirectory().resolve("spool"));
        ReadingLog spool = store.open(integration, loaded.spool())) {
      Taking taking = new Taking(Optional.of(spool));
      official.read(taking);
      taking.await();
      return taking;
    } catch (SpoolException e) {
      throw new IOException(e.getMessage() + "; stop the host before an import", e);
    }
  }

  private void tell(Console console, Taking taking) {
    console.line(
        "%d readings %s '%s'"
            .formatted(taking.taken, dry ? "would be stored for" : "are stored for", integration));
    taking.left.forEach((what, count) -> console.line("%d left out: %s".formatted(count, what)));
    taking.broken.stream()
        .limit(MOST_TOLD)
        .forEach(place -> console.line("cannot be read: " + place));
    if (taking.broken.size() > MOST_TOLD) {
      console.line("and %d lines more".formatted(taking.broken.size() - MOST_TOLD));
    }
    if (!dry && taking.taken > 0) {
      console.line("move " + folder + " away: importing it again delivers everything twice");
    }
  }
}
