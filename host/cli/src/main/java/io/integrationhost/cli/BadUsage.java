package io.integrationhost.cli;

import io.integrationhost.ground.NearMiss;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in two lines what is wrong with a command line, and where its help is. */
final class BadUsage implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(message(problem, arguments));
    err.println(command.getCommandSpec().qualifiedName() + " --help explains it");
    return ExitCode.USAGE;
  }

  private static String message(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    if (problem instanceof UnmatchedArgumentException unmatched) {
      List<String> all = unmatched.getUnmatched();
      return all.stream()
          .filter(BadUsage::isOption)
          .findFirst()
          .map(option -> unknownOption(option, command))
          .orElseGet(() -> unknownWord(all.get(0), command));
    }
    if (problem instanceof MissingParameterException) {
      // A misspelt option is why it is missing.
      Collection<String> known = options(command);
      return Stream.of(arguments)
          .takeWhile(argument -> !argument.equals("--"))
          .filter(argument -> argument.startsWith("--") && !known.contains(name(argument)))
          .findFirst()
          .map(option -> unknownOption(option, command))
          .orElseGet(() -> sentence(problem));
    }
    return sentence(problem);
  }

  private static String sentence(ParameterException problem) {
    return String.valueOf(problem.getMessage());
  }

  private static boolean isOption(String argument) {
    return argument.startsWith("-") && argument.length() > 1;
  }

  private static String name(String option) {
    return option.split("=", 2)[0];
  }

  private static String unknownOption(String option, CommandLine command) {
    return "Unknown option '" + name(option) + "'" + near(name(option), options(command));
  }

  private static String unknownWord(String word, CommandLine command) {
    List<String> commands = command.getSubcommands().keySet().stream().sorted().toList();
    return commands.isEmpty()
        ? "Unexpected argument '" + word + "'."
        : "Unknown command '" + word + "'" + near(word, commands);
  }

  private static String near(String written, List<String> known) {
    return new NearMiss(written)
        .among(known)
        .map(near -> "; did you mean '" + near + "'?")
        .orElse("; known here: " + String.join(", ", known));
  }

  /** Those of the command and of the commands above it. */
  private static List<String> options(CommandLine command) {
    List<String> names = new ArrayList<>();
    for (CommandLine each = command; each != null; each = each.getParent()) {
      each.getCommandSpec()
          .options()
          .forEach(option -> names.addAll(Arrays.asList(option.names())));
    }
    return names.stream().filter(name -> name.startsWith("--")).distinct().sorted().toList();
  }
}
