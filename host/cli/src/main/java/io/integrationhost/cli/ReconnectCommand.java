package io.integrationhost.cli;

import picocli.CommandLine.Command;

@Command(
    name = "reconnect",
    description = {
      "Has an integration leave ThingsBoard in good order and connect anew.",
      "Devices are served on. Heals a session in which ThingsBoard sends nothing any more."
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 no host answers or it cannot now, 2 bad usage or no such integration."
    })
final class ReconnectCommand extends SteerCommand {

  ReconnectCommand() {
    super("reconnect");
  }
}
