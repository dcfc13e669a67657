package io.integrationhost.cli;

import picocli.CommandLine.Command;

@Command(
    name = "restart",
    description = {
      "Makes the transports of an integration anew.",
      "Devices lose their connections; readings are kept, and the link to ThingsBoard stays."
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 no host answers or it cannot now, 2 bad usage or no such integration."
    })
final class RestartCommand extends SteerCommand {

  RestartCommand() {
    super("restart");
  }
}
