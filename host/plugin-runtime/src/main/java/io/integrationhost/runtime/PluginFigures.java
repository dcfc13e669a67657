package io.integrationhost.runtime;

import io.integrationhost.ground.Distribution;
import java.util.Map;

/**
 * One plugin, all its copies together, at one moment.
 *
 * @param id the plugin; {@link #OTHER} for jars that do not tell, and beyond a few hundred plugins
 * @param loads what became of its jars since the host started
 * @param failures calls that ended badly since the host started
 * @param calls how long they held the plugin's lane
 * @param laneWaiting calls that wait for it now
 * @param leaked copies that were unloaded and whose memory is still taken
 */
public record PluginFigures(
    String id,
    Map<Load, Long> loads,
    Map<PluginFailure.Kind, Long> failures,
    Map<Step, Distribution.Reading> calls,
    long laneWaiting,
    long leaked) {

  public static final String OTHER = "other";

  /** What becomes of a jar. */
  public enum Load {
    LOADED,
    REJECTED,
    /** It was loaded, and what it served before did not start with it. */
    ROLLED_BACK,
    UNLOADED
  }
}
