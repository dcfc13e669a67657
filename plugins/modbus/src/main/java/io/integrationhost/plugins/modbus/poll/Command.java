package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.plugins.modbus.frame.Reply;
import io.integrationhost.plugins.modbus.frame.Request;
import io.integrationhost.plugins.modbus.plan.Point;
import java.util.List;
import java.util.Optional;

/**
 * What a downlink asks for.
 *
 * @param method what it is called in the answer
 * @param request ThingsBoard's own request that it carries
 * @param steps in order; at least one
 */
public record Command(String method, Optional<String> request, List<Step> steps) {

  /** Copies the list. */
  public Command {
    steps = List.copyOf(steps);
  }

  /** Whether it changes something. */
  boolean writes() {
    return steps.stream().anyMatch(step -> step.request().isWrite());
  }

  /**
   * One request of it.
   *
   * @param name of the value in the answer
   * @param point what is read; of writes what is written
   * @param written what stands in the answer of a write
   */
  public record Step(String name, Request request, Point point, Object written) {

    static Step write(String name, Point point, Object value) {
      return new Step(name, point.writing().of(value), point, value);
    }

    static Step read(String name, Point point) {
      return new Step(name, Request.read(point.table(), point.address(), point.span()), point, "");
    }

    /** What a good answer says. */
    Object value(Reply reply) {
      if (request.isWrite()) {
        return written;
      }
      Object value =
          point.table().isBits()
              ? point.conversion().ofCoils(reply.data(), 0)
              : point.conversion().ofRegisters(reply.data(), 0);
      return value instanceof Double number && !Double.isFinite(number)
          ? String.valueOf(number)
          : value;
    }
  }
}
