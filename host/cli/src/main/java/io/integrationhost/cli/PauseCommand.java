package io.integrationhost.cli;

import com.google.gson.JsonObject;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "pause",
    description = {
      "Has an integration rest until it is resumed, over restarts of the host too.",
      "Intake: its transports read nothing more, or accept nobody. Delivery: readings gather in the",
      "spool. Without an option: both."
    },
    footer = {
      "",
      "Examples:",
      "  integration-host pause yard --delivery",
      "  integration-host resume yard",
      "",
      "Exit codes: 0 it rests, 1 no host answers or it refuses, 2 bad usage or no such integration."
    })
final class PauseCommand extends SteerCommand {

  @Mixin private PauseChoice choice;

  PauseCommand() {
    super("pause");
  }

  @Override
  Optional<JsonObject> body() {
    return Optional.of(choice.json());
  }
}
