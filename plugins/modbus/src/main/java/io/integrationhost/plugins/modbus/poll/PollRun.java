package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.plugins.modbus.frame.Reply;
import io.integrationhost.plugins.modbus.frame.Request;
import io.integrationhost.plugins.modbus.plan.Point;
import java.util.ArrayList;
import java.util.List;

/** One reading of all points of a poll: its requests one after the other. Belongs to its line. */
final class PollRun {

  private final Line line;
  private final PollState state;
  private final int retries;
  private final long since = System.nanoTime();
  private final List<Measured> readings = new ArrayList<>();
  private int at;

  PollRun(Line line, PollState state, int retries) {
    this.line = line;
    this.state = state;
    this.retries = retries;
  }

  void next() {
    if (at >= state.blocks().size()) {
      end();
      return;
    }
    Block block = state.blocks().get(at);
    line.ask(
        new Exchange(state.unit(), block.request(), retries, outcome -> guarded(block, outcome)));
  }

  private void end() {
    state.unit().delivery().offer(state.poll().name(), readings);
    state.ended(System.nanoTime() - since);
  }

  /** Whatever is thrown, the poll runs again. */
  private void guarded(Block block, Exchange.Outcome outcome) {
    try {
      ended(block, outcome);
    } catch (RuntimeException | Error e) {
      state.idle();
      throw e;
    }
  }

  private void ended(Block block, Exchange.Outcome outcome) {
    if (outcome.reply().filter(reply -> !reply.isAbsence()).isEmpty()) {
      state.blocks().stream()
          .skip(at)
          .flatMap(each -> each.points().stream())
          .forEach(point -> quality(point, "no answer"));
      end();
      return;
    }
    Reply reply = outcome.reply().get();
    long arrived = line.ground().now();
    if (reply.isGood()) {
      block.points().forEach(point -> read(block, point, reply.data(), arrived));
      at++;
    } else if (block.points().size() > 1 && isOfAddresses(reply)) {
      state.split(at);
    } else {
      String words = Reply.words(reply.exception());
      block.points().forEach(point -> quality(point, words));
      at++;
    }
    next();
  }

  /** Some devices say so of too long a request, too. */
  private static boolean isOfAddresses(Reply reply) {
    return reply.exception() == Request.ILLEGAL_ADDRESS
        || reply.exception() == Request.ILLEGAL_VALUE;
  }

  private void read(Block block, Point point, byte[] data, long now) {
    Object value = block.read(point, data);
    if (value instanceof Double number && !Double.isFinite(number)) {
      line.ground().count().noNumber();
      quality(point, "not a number");
      return;
    }
    quality(point, Unit.GOOD);
    if (state.unit().reporter().tells(point, value, now)) {
      readings.add(new Measured(point.key(), point.isAttribute(), now, value));
    }
  }

  private void quality(Point point, String words) {
    boolean hasChanged = state.unit().quality(point, words);
    if (hasChanged && state.unit().plan().quality()) {
      readings.add(
          new Measured(point.key() + ".quality", point.isAttribute(), line.ground().now(), words));
    }
  }
}
