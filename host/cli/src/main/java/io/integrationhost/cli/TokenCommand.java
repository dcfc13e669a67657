package io.integrationhost.cli;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "token",
    description = {
      "Prints the token of the host of this machine, for its console.",
      "Whoever has it may do everything with that host: it belongs into no script and no chat."
    },
    footer = {"", "Exit codes: 0 success, 2 there is none that can be read."})
final class TokenCommand implements Callable<Integer> {

  @Mixin private HostOption host;

  @Override
  public Integer call() {
    Path file = host.ownTokenFile();
    String token = host.token(file);
    if (host.json()) {
      JsonObject json = new JsonObject();
      json.addProperty("token", token);
      json.addProperty("file", file.toString());
      host.console().line(json.toString());
    } else {
      host.console().line(token);
    }
    return ExitCode.SUCCESS;
  }
}
