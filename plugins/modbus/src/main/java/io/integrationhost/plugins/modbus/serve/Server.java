package io.integrationhost.plugins.modbus.serve;

import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.Session;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugins.modbus.frame.Frame;
import io.integrationhost.plugins.modbus.frame.Request;
import io.integrationhost.plugins.modbus.plan.DevicePlan;
import io.integrationhost.plugins.modbus.plan.Point;
import io.integrationhost.plugins.modbus.plan.ServerPlan;
import io.integrationhost.plugins.modbus.poll.Command;
import io.integrationhost.plugins.modbus.poll.Commands;
import io.integrationhost.plugins.modbus.poll.Ground;
import io.integrationhost.plugins.modbus.poll.Handover;
import io.integrationhost.plugins.modbus.value.Order;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** A port where devices write to us, or read what downlinks left for them. Thread-safe. */
public final class Server {

  private static final int TARGET_FAILED = 11;

  private final ServerPlan plan;
  private final Ground ground;
  private final Map<Integer, Registers> units = new HashMap<>();
  private volatile boolean isPaused;

  /** All registers are zero. */
  public Server(ServerPlan plan, Ground ground) {
    this.plan = plan;
    this.ground = ground;
    plan.units().forEach(unit -> units.put(unit.unit(), new Registers(unit)));
  }

  /** What its configuration says. */
  public ServerPlan plan() {
    return plan;
  }

  /** While paused, devices are told to come again. */
  public void pause(boolean now) {
    isPaused = now;
  }

  /** A session of a device. */
  public Conversation<Frame> conversation(Session<Frame> session) {
    return frame -> heard(session, frame);
  }

  private void heard(Session<Frame> session, Frame frame) {
    Registers registers = units.get(frame.unit());
    if (registers == null) {
      if (plan.mode().hasTransactions()) {
        session.answer(answer(frame, Registers.refusal(frame.pdu(), TARGET_FAILED).pdu()));
      }
      return; // on a line, another unit may answer
    }
    byte[] busy = answer(frame, Registers.refusal(frame.pdu(), Request.BUSY).pdu());
    if (isPaused) {
      session.answer(busy);
      return;
    }
    Registers.Result result = registers.serve(frame.pdu(), ground.now());
    for (int i = 0; i < result.noNumbers(); i++) {
      ground.count().noNumber();
    }
    byte[] good = answer(frame, result.pdu());
    if (result.written().isEmpty()) {
      session.answer(good);
      return;
    }
    ServerPlan.Unit unit = registers.unit();
    session.publish(
        new Handover(unit.device(), unit.unit(), "port " + plan.settings().port(), ground.output())
            .uplink(result.written(), Map.of()),
        receipt -> receipt.isSettled() ? good : busy);
  }

  private byte[] answer(Frame asked, byte[] pdu) {
    return plan.mode().write(new Frame(asked.transaction(), asked.unit(), pdu));
  }

  /**
   * Leaves values for a device, which reads them when it wants to.
   *
   * @return empty when the device is none of this port's
   */
  public Optional<CompletionStage<Void>> downlink(Downlink downlink) {
    return units.values().stream()
        .filter(each -> each.unit().device().name().equals(downlink.deviceName()))
        .findFirst()
        .map(registers -> leave(registers, downlink));
  }

  private CompletionStage<Void> leave(Registers registers, Downlink downlink) {
    ServerPlan.Unit unit = registers.unit();
    Map<String, Point> points =
        unit.points().stream()
            .filter(point -> point.table().isWritable())
            .collect(Collectors.toMap(Point::key, point -> point, (first, second) -> first));
    try {
      var device =
          new DevicePlan(
              unit.device(),
              unit.unit(),
              List.of(),
              points,
              points,
              false,
              false,
              Order.BIG,
              false);
      for (Command.Step step : Commands.read(device, downlink).steps()) {
        byte[] answer = registers.serve(step.request().pdu(), ground.now()).pdu();
        if (answer[0] < 0) {
          return Refusal.reject(
              "device '" + unit.device().name() + "' has no registers for " + step.request());
        }
      }
      return CompletableFuture.completedFuture(null);
    } catch (IllegalArgumentException e) {
      return Refusal.reject("downlink for device '" + unit.device().name() + "' " + e.getMessage());
    }
  }
}
