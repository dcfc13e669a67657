package io.integrationhost.cli;

import io.integrationhost.convert.Attempts;
import io.integrationhost.convert.ConverterFiles;
import io.integrationhost.convert.InputException;
import io.integrationhost.convert.RememberedConverters;
import io.integrationhost.convert.Trial;
import io.integrationhost.convert.TriedConverter;
import io.integrationhost.convert.Wish;
import io.integrationhost.convert.report.JsonReport;
import io.integrationhost.convert.report.PrettyJson;
import io.integrationhost.convert.report.TextReport;
import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterLimits;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "convert",
    description = {
      "Tries a converter: prints what its script returns and what would travel.",
      "If nothing would travel, it says why.",
      "Needs no ThingsBoard and no device. With --test it runs a folder of cases."
    },
    footer = {
      "",
      "Examples:",
      "  integration-host convert --script decoder.js --payload 25,40,94",
      "  integration-host convert --script decoder.tbel --hex '0a 1f ff' --watch",
      "  integration-host convert --script converter.json --lines payloads.txt --form hex",
      "  integration-host convert --integration yard --payload 25,40,94",
      "  integration-host convert --script encoder.js --downlink --payload '{\"on\": true}'",
      "  integration-host convert --test converters/",
      "docs/convert.md shows the folders that --test reads.",
      "",
      "Exit codes: 0 converted, or all cases pass; 1 a conversion or case failed, or no script",
      "returned anything; 2 bad usage."
    })
final class ConvertCommand implements Callable<Integer> {

  @Option(
      names = "--script",
      paramLabel = "FILE",
      description = {
        "The script (.js or .tbel), or a file that holds a converter:",
        "its configuration or export (.json), or integrations as the",
        "emulator reads them (.conf)."
      })
  private Path script;

  @Option(
      names = "--integration",
      paramLabel = "NAME",
      description = {
        "The converter that the host last got for this integration of",
        "its settings. With --script: which integration of the file."
      })
  private String integration;

  @Option(
      names = "--lang",
      paramLabel = "JS|TBEL",
      description = "The script's language. Default: as the file says, else JS.")
  private String language;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "As a dedicated converter of this integration type, such as CHIRPSTACK.")
  private String type;

  @Option(names = "--downlink", description = "The script converts what is sent to devices.")
  private boolean downlink;

  @Mixin private ConvertInput input;

  @Mixin private DataDirectory data;

  @Mixin private ConvertTests tests;

  @Option(names = "--watch", description = "Runs again when a file changes; Ctrl-C ends it.")
  private boolean watch;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Console console = new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
    try {
      return watch ? watch(console) : once(console);
    } catch (InputException e) {
      console.error(e.getMessage());
      return ExitCode.USAGE;
    }
  }

  private int once(Console console) {
    ConverterLimits limits = limits();
    try (ConverterEngine engine = Trial.engine(limits, Clock.systemUTC())) {
      return run(console, engine, limits);
    }
  }

  private int watch(Console console) throws InterruptedException {
    if (!tests.isWanted() && (script == null || !input.isGiven())) {
      throw new InputException(
          "--watch needs files that can change: --script FILE with a payload, or --test DIR");
    }
    ConverterLimits limits = limits();
    try (ConverterEngine engine = Trial.engine(limits, Clock.systemUTC())) {
      new ConvertWatch(console, this::files).run(() -> run(console, engine, limits));
    }
    return ExitCode.SUCCESS;
  }

  private int run(Console console, ConverterEngine engine, ConverterLimits limits) {
    if (tests.isWanted()) {
      if (script != null || integration != null || input.isGiven()) {
        throw new InputException(
            "--test takes converters and payloads from its folder: leave out --script,"
                + " --integration and payloads");
      }
      return tests.run(console, engine, limits, json);
    }
    TriedConverter converter = converter();
    try (Trial trial = new Trial(converter, engine, limits)) {
      Attempts attempts = Attempts.of(trial, input.messages());
      if (json) {
        console.line(PrettyJson.of(JsonReport.of(attempts)));
      } else {
        TextReport.of(attempts).forEach(console::line);
      }
      return attempts.isSuccess() ? ExitCode.SUCCESS : ExitCode.FAILURE;
    }
  }

  private TriedConverter converter() {
    Wish wish =
        new Wish(
            downlink,
            Optional.ofNullable(language),
            Optional.ofNullable(type),
            Optional.ofNullable(integration));
    if (script != null) {
      return ConverterFiles.read(script, wish);
    }
    if (integration == null) {
      throw new InputException(
          "Say which converter: --script FILE or --integration NAME, or --test DIR for a folder of"
              + " cases. First look: integration-host help convert");
    }
    return RememberedConverters.load(data.of(spec), integration, wish);
  }

  private ConverterLimits limits() {
    return data.settings().isGiven() || (script == null && integration != null)
        ? data.settings().loadConverterLimits()
        : ConverterLimits.defaults();
  }

  private Collection<Path> files() {
    return tests.isWanted()
        ? tests.files()
        : Stream.concat(Optional.ofNullable(script).stream(), input.files()).toList();
  }
}
