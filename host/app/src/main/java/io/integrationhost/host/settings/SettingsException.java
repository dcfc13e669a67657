package io.integrationhost.host.settings;

import io.integrationhost.ground.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** The settings cannot be used; holds every problem found, not just the first. */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public SettingsException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
