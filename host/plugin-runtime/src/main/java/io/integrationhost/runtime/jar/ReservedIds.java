package io.integrationhost.runtime.jar;

import java.util.Set;

/** Ids that no plugin can have, since the host's own settings of plugins have these names. */
public final class ReservedIds {

  private static final Set<String> ALL =
      Set.of(
          "directory",
          "poll-interval",
          "max-uplinks-under-way",
          "memory",
          "create-deadline",
          "start-deadline",
          "stop-deadline",
          "downlink-deadline",
          "allow");

  private ReservedIds() {}

  public static Set<String> all() {
    return ALL;
  }

  /** Refuses a plugin that could not be told from a setting of the host. */
  static void check(String id) throws JarProblem {
    if (ALL.contains(id)) {
      throw new JarProblem(
          "its id is '" + id + "', which is the name of a setting of the host (plugins." + id + ")",
          "give the plugin another id");
    }
  }
}
