package io.integrationhost.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.integrationhost.converter.ScriptBlock;
import io.integrationhost.host.isolation.BlockFolder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "converters",
    description = {
      "Lists integrations whose scripts are blocked because nothing could stop them.",
      "Works while the host runs and while it does not. See 'converter.isolation' in the settings."
    },
    subcommands = ConvertersLiftCommand.class,
    footer = {
      "",
      "Examples:",
      "  integration-host converters",
      "  integration-host converters lift yard",
      "",
      "Exit codes: 0 success, 2 bad usage or settings, 1 anything else."
    })
final class ConvertersCommand implements Callable<Integer> {

  private static final int LONGEST = 1_000;

  @Mixin private BlockPlace place;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    BlockFolder folder = place.folder();
    List<BlockFolder.Found> blocks = folder.blocks();
    if (json) {
      printJson(blocks);
    } else {
      print(folder, blocks);
    }
    return ExitCode.SUCCESS;
  }

  private void print(BlockFolder folder, List<BlockFolder.Found> blocks) {
    Console console = place.console();
    for (BlockFolder.Found found : blocks) {
      found.block().ifPresent(block -> console.line(line(block)));
      found.problem().ifPresent(console::error);
    }
    long blocked = blocks.stream().filter(found -> found.block().isPresent()).count();
    console.line(
        blocked == 0
            ? "no integration's scripts are blocked (" + folder.path() + ")"
            : blocked
                + " blocked until the next day, or until 'integration-host converters lift NAME'");
  }

  private static String line(ScriptBlock block) {
    return PrintableText.of(
        block.integration() + "  since " + block.since() + ": " + block.reason(), LONGEST);
  }

  private void printJson(List<BlockFolder.Found> blocks) {
    JsonArray all = new JsonArray();
    for (BlockFolder.Found found : blocks) {
      JsonObject one = new JsonObject();
      one.addProperty("integration", found.integration());
      found
          .block()
          .ifPresent(
              block -> {
                one.addProperty("since", block.since().toString());
                one.addProperty("reason", block.reason());
              });
      found.problem().ifPresent(problem -> one.addProperty("problem", problem));
      all.add(one);
    }
    Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    place.console().line(gson.toJson(all));
  }
}
