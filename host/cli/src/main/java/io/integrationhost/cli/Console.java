package io.integrationhost.cli;

import java.io.PrintWriter;

/**
 * Where a command prints.
 *
 * @param out results
 * @param err what went wrong
 */
record Console(PrintWriter out, PrintWriter err) {

  void line(String text) {
    synchronized (out) {
      out.println(text);
      out.flush();
    }
  }

  void error(String text) {
    synchronized (err) {
      err.println(text);
      err.flush();
    }
  }
}
