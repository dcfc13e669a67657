package io.integrationhost.host.command;

import java.io.PrintWriter;

/**
 * Where a command prints.
 *
 * @param out results
 * @param err what went wrong
 */
record Console(PrintWriter out, PrintWriter err) {

  void line(String format, Object... arguments) {
    synchronized (out) {
      out.println(format.formatted(arguments));
      out.flush();
    }
  }

  void error(String format, Object... arguments) {
    synchronized (err) {
      err.println(format.formatted(arguments));
      err.flush();
    }
  }
}
