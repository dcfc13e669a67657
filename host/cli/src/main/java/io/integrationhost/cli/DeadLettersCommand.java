package io.integrationhost.cli;

import picocli.CommandLine.Command;

@Command(
    name = "dead-letters",
    description = {
      "Shows, delivers again or removes what was refused for good.",
      "That is what ThingsBoard refused, and payloads of devices that could not be converted. Works",
      "while the host runs and while it does not."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DeadLettersListCommand.class,
      DeadLettersShowCommand.class,
      DeadLettersReplayCommand.class,
      DeadLettersPurgeCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  integration-host dead-letters list",
      "  integration-host dead-letters show 20260131T235959123Z-000042",
      "  integration-host dead-letters replay --all --integration yard",
      "  integration-host dead-letters purge --older-than 30d",
      "",
      "Exit codes: 0 success, 2 bad usage or settings, 1 anything else."
    })
final class DeadLettersCommand {}
