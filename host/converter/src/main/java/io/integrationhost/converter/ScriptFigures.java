package io.integrationhost.converter;

/**
 * The scripts of one integration at one moment.
 *
 * @param lostThreads of this process, held by scripts that nothing stops
 * @param processes that run for these scripts alone
 */
public record ScriptFigures(
    ScriptCounters.Reading uplinks,
    ScriptCounters.Reading downlinks,
    State uplinksNow,
    State downlinksNow,
    int lostThreads,
    int processes) {

  /**
   * The converters of one direction.
   *
   * @param waiting messages before them
   * @param blocked whether one of them takes no message of anyone
   * @param blockedSources sources of which they take none, while others go on
   */
  public record State(int waiting, boolean blocked, int blockedSources) {}
}
