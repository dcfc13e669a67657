package io.integrationhost.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "lift",
    mixinStandardHelpOptions = true,
    description = {
      "Lets the scripts of an integration run again.",
      "Within seconds by a host that runs, else when one is started. Correct the script before."
    },
    footer = {"", "Exit code 1 when the integration's scripts are not blocked."})
final class ConvertersLiftCommand implements Callable<Integer> {

  @Mixin private BlockPlace place;

  @Parameters(paramLabel = "NAME", description = "The integration, by its name in the settings.")
  private String integration;

  @Override
  public Integer call() throws IOException {
    if (!place.folder().askToLift(integration)) {
      place.console().error("the scripts of integration '" + integration + "' are not blocked");
      return ExitCode.FAILURE;
    }
    place.console().line("the scripts of integration '" + integration + "' may run again soon");
    return ExitCode.SUCCESS;
  }
}
