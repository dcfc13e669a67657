package io.integrationhost.cli;

import io.integrationhost.cli.start.ArchiveRun;
import io.integrationhost.cli.start.ClassArchive;
import io.integrationhost.cli.start.Fingerprint;
import io.integrationhost.host.store.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "class-archive",
    description = {
      "Makes the archive of classes in the data directory that has 'run' start in half of the time.",
      "A host that runs makes it by itself half a minute after its first start, and after each",
      "upgrade; this is for packages, which can make it before."
    },
    footer = {
      "",
      "Runs the host for some seconds in a process of its own, with data and ports of its own and a",
      "stand-in for ThingsBoard. Call it as the user that runs the host, and with the same Java.",
      "",
      "Exit code 0 when there is one that fits, 1 when it could not be made: the host starts all the",
      "same, slower.",
      "",
      "Example:",
      "  integration-host class-archive --conf /etc/integration-host/integration-host.conf"
    })
final class ClassArchiveCommand implements Callable<Integer> {

  @Mixin private SettingsOption settings;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Console console = new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
    Path home = Home.fromProperty().directory();
    Path data = settings.loadDataDirectory();
    ClassArchive archive = ClassArchive.in(data);
    if (archive.isOf(Fingerprint.now(home))) {
      console.line(archive.file() + " is there already");
      return ExitCode.SUCCESS;
    }
    new PrivateDirectory(data, "readings of devices").create();
    Optional<String> problem;
    try (ArchiveRun run = new ArchiveRun(home, archive, Rehearsal.class, Clock.systemUTC())) {
      problem = run.make();
    }
    if (problem.isPresent()) {
      console.error("No archive of classes could be made: " + problem.get());
      return ExitCode.FAILURE;
    }
    console.line(
        Files.exists(archive.file())
            ? "%s made, %d MiB".formatted(archive.file(), Files.size(archive.file()) >> 20)
            : archive.file() + " is being made by another process");
    return ExitCode.SUCCESS;
  }
}
