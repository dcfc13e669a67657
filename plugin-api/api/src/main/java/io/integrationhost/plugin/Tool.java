package io.integrationhost.plugin;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A command that a plugin brings, such as a simulator of its devices: {@code integration-host
 * plugin ID NAME ...} loads the plugin alone and runs it, without a host.
 *
 * @param name lower-case letters, digits and hyphens, such as {@code simulate}
 * @param help one line for people: what it does and what follows its name
 * @param action what it does
 */
public record Tool(String name, String help, Action action) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

  /**
   * Refuses what cannot be typed as a command.
   *
   * @param name as of the record
   * @param help as of the record
   * @param action as of the record
   */
  public Tool {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "tool name is '" + name + "' (expected: lower-case letters, digits and hyphens)");
    }
    Objects.requireNonNull(help, "help");
    Objects.requireNonNull(action, "action");
  }

  /** What a tool does. */
  @FunctionalInterface
  public interface Action {
    /**
     * Runs the tool to its end, on a thread of the plugin that may block. Interrupted when the user
     * ends the command; it should return soon then.
     *
     * @param context arguments, streams and what the host keeps
     * @return the exit code: 0 for success, 2 for bad usage, 1 for anything else
     * @throws TransportException with a message for people, shown without a stack trace; exit code
     *     1
     * @throws Exception anything unexpected, shown with its stack trace; exit code 1
     */
    int run(ToolContext context) throws Exception;
  }
}
