package io.integrationhost.plugins.mqtt.sparkplug;

import java.util.List;
import java.util.Optional;

/**
 * What a message of a node means.
 *
 * @param from the node or device that it is of
 * @param values in order
 * @param changes who is there now and who is not any more, in order
 * @param lost how many metrics could not be understood: their birth is not known
 * @param complaint why the node has to be born again; empty when all is well
 */
record Heard(
    Member from,
    List<Reported> values,
    List<Change> changes,
    int lost,
    Optional<String> complaint) {

  /**
   * A value with the time at which it was true.
   *
   * @param name of the metric
   * @param timestamp milliseconds since 1970-01-01 UTC
   * @param datatype of the metric
   * @param metric as it came
   * @param value as of {@link Datatype#read}; empty for null
   */
  record Reported(
      String name, long timestamp, Datatype datatype, Metric metric, Optional<Object> value) {}

  /**
   * A node or device came or went.
   *
   * @param member which
   * @param isOnline came
   * @param timestamp milliseconds since 1970-01-01 UTC
   */
  record Change(Member member, boolean isOnline, long timestamp) {}
}
