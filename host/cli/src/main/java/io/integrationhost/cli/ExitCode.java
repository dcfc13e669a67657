package io.integrationhost.cli;

/** What a command tells the shell. */
final class ExitCode {

  static final int SUCCESS = 0;
  static final int FAILURE = 1;
  static final int USAGE = 2;

  private ExitCode() {}
}
