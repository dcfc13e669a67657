package io.integrationhost.cli;

import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.file.EmulatorFile;
import io.integrationhost.emulator.file.EmulatorFileException;
import io.integrationhost.emulator.output.JsonLines;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "emulator",
    description = {
      "A stand-in for ThingsBoard that prints what it receives.",
      "Accepts the integrations of a file; prints one JSON object per line."
    },
    footer = {
      "",
      "conf/emulator.conf shows the form of the file. Example:",
      "  integration-host emulator --port 9090 --config conf/emulator.conf",
      "and in other windows:",
      "  export RPC_HOST=127.0.0.1 INTEGRATION_ROUTING_KEY=sensors INTEGRATION_SECRET=secret",
      "  integration-host run",
      "and",
      "  integration-host sensor --port 5555"
    })
final class EmulatorCommand implements Callable<Integer> {

  @Option(
      names = "--port",
      defaultValue = "9090",
      description = "The port for remote integrations. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The integrations and their converters. Default: conf/emulator.conf beside bin/.")
  private Path config;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Writes received items to a file instead of standard output.")
  private Path output;

  @Option(
      names = "--downlinks",
      description = {
        "Sends downlinks that it reads from standard input, one per line, such as",
        "{\"device\": \"Device B\", \"data\": {\"valve\": \"open\"}}"
      })
  private boolean downlinks;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (port < 0 || port > 65535) {
      throw new ParameterException(spec.commandLine(), "--port must be 0 to 65535, is " + port);
    }
    Console console = new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
    EmulatorFile file;
    try {
      file =
          EmulatorFile.parse(
              config == null
                  ? Home.fromProperty().directory().resolve("conf").resolve("emulator.conf")
                  : config);
    } catch (EmulatorFileException e) {
      console.error(e.getMessage());
      return ExitCode.USAGE;
    }
    try (StopSignal stop = StopSignal.install("what was received last could not be written");
        Writer writer = writer(console);
        JsonLines lines = JsonLines.to(writer);
        Emulator emulator =
            Emulator.start(file.settings().port(port).itemListener(lines).keptItems(0).build())) {
      console.error(
          "emulator listens on port %d for: %s"
              .formatted(
                  emulator.port(),
                  String.join(
                      ", ",
                      emulator.integrations().stream()
                          .map(integration -> integration.configuration().routingKey())
                          .sorted()
                          .toList())));
      if (downlinks) {
        new DownlinkInput(emulator::integrations, console).follow(System.in);
      }
      stop.await();
    }
    return ExitCode.SUCCESS;
  }

  private Writer writer(Console console) throws IOException {
    return output == null ? console.out() : Files.newBufferedWriter(output, StandardCharsets.UTF_8);
  }
}
