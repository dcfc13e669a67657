package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.kit.LimitedLog;
import io.integrationhost.plugin.Counter;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugins.modbus.plan.Plan;

/**
 * What all connections of a transport stand on.
 *
 * @param context of the transport
 * @param log of the transport
 * @param output how readings are handed over
 * @param count what is counted
 */
public record Ground(TransportContext context, LimitedLog log, Plan.Output output, Counts count) {

  /** Makes its counters. */
  public static Ground of(TransportContext context, LimitedLog log, Plan.Output output) {
    return new Ground(context, log, output, Counts.of(context));
  }

  /** What is counted of a transport. */
  public record Counts(
      Counter requests,
      Counter timeouts,
      Counter exceptions,
      Counter refused,
      Counter skipped,
      Counter heldBack,
      Counter dropped) {

    /** Of a reading that is NaN or infinite. */
    private static final String NO_NUMBER = "not_a_number";

    /** Of a reading that a newer one replaced before the host took it. */
    static final String OVERLOADED = "overloaded";

    /** Counts a reading that is NaN or infinite, and is left out. */
    public void noNumber() {
      dropped.of(NO_NUMBER).increment();
    }

    private static Counts of(TransportContext context) {
      return new Counts(
          context.counter("requests", "Requests sent to devices"),
          context.counter("timeouts", "Requests without an answer in time"),
          context.counter("exceptions", "Answers that were Modbus exceptions"),
          context.counter(
              "answers_refused", "Frames that were no answer to what was asked, by their kind"),
          context.counter("polls_skipped", "Polls left out since the one before still ran"),
          context.counter("polls_held_back", "Polls left out since the device does not answer"),
          context.counter(
              "values_dropped", "Readings not handed over", "why", NO_NUMBER, OVERLOADED));
    }
  }

  /** The time of a reading that came now, in milliseconds since 1970. */
  public long now() {
    return context.clock().millis();
  }
}
