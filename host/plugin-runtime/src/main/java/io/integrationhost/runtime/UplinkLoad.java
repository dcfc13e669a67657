package io.integrationhost.runtime;

/**
 * The uplinks of one transport, as its gate knows them.
 *
 * @param underWay published, and without a receipt
 * @param overLimit refused since too many were under way; the host's uplinks never saw them
 * @param faults refused since the host's uplinks failed to answer
 */
public record UplinkLoad(int underWay, long overLimit, long faults) {

  /** Nothing was published yet. */
  public static final UplinkLoad NONE = new UplinkLoad(0, 0, 0);

  /** What both have counted. */
  public UplinkLoad plus(UplinkLoad other) {
    return new UplinkLoad(
        underWay + other.underWay, overLimit + other.overLimit, faults + other.faults);
  }
}
