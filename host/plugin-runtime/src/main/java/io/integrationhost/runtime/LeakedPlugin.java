package io.integrationhost.runtime;

import java.util.List;

/**
 * A plugin whose memory could not be given back after it was unloaded.
 *
 * @param plugin id and version
 * @param seconds since it was unloaded
 * @param threads that it left running, each with where it stood; without any, something else leads
 *     to its class loader, such as a static collection or a shutdown hook of the JDK
 */
public record LeakedPlugin(String plugin, long seconds, List<String> threads) {

  public LeakedPlugin {
    threads = List.copyOf(threads);
  }

  /** What it is and what to do, in one sentence. */
  public String message() {
    String why =
        threads.isEmpty()
            ? "no thread of it is left, so something registered in the JDK leads to it (a shutdown"
                + " hook, a driver, a logging handler)"
            : "it left " + String.join("; ", threads);
    return "plugin "
        + plugin
        + " was unloaded "
        + seconds
        + " s ago and its classes are still in memory: "
        + why
        + ". Report it to the plugin's author; a restart of the host gives the memory back";
  }
}
