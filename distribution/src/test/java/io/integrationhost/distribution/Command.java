package io.integrationhost.distribution;

import io.integrationhost.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * A command that has run to its end in this virtual machine: for tests whose subject is not the
 * process. It starts without the time that a new virtual machine takes.
 *
 * @param lines what it has printed; what it has logged is not among them
 */
record Command(int exitCode, List<String> lines) {

  static Command run(String... arguments) {
    StringWriter printed = new StringWriter();
    PrintWriter printer = new PrintWriter(printed, true);
    int exitCode = Main.commandLine().setOut(printer).setErr(printer).execute(arguments);
    return new Command(exitCode, printed.toString().lines().toList());
  }

  String text() {
    return String.join("\n", lines);
  }
}
