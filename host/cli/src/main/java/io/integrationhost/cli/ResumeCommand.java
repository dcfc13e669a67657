package io.integrationhost.cli;

import com.google.gson.JsonObject;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "resume",
    description = "Ends what 'pause' began; without an option all of it.",
    footer = {
      "",
      "Exit codes: 0 it goes on, 1 no host answers or it refuses, 2 bad usage or no such integration."
    })
final class ResumeCommand extends SteerCommand {

  @Mixin private PauseChoice choice;

  ResumeCommand() {
    super("resume");
  }

  @Override
  Optional<JsonObject> body() {
    return Optional.of(choice.json());
  }
}
