package io.integrationhost.cli;

import io.integrationhost.host.isolation.BlockFolder;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The options that say which host's blocks are meant. */
final class BlockPlace {

  @Mixin private DataDirectory data;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  Console console() {
    return new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  BlockFolder folder() {
    return new BlockFolder(data.of(spec));
  }
}
