package io.integrationhost.plugins.teltonika;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.Session;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.plugins.teltonika.codec.Answers;
import io.integrationhost.plugins.teltonika.codec.DeviceMessage;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The commands of one device's session, and what ThingsBoard hears of them. One at a time is with
 * the device, because a response does not say what it answers. Belongs to the session's loop.
 */
final class Commands {

  /** Long enough for every command word of the maker. */
  private static final int LONGEST_WORD = 32;

  private static final String CLOSED = "is not connected any more";

  private record Command(Downlink downlink, CompletableFuture<Void> sent) {

    /** The first word, such as {@code getinfo}: what follows may be a password. */
    String word() {
      if (DeviceMessage.printable(downlink.payload()).isEmpty()) {
        return "binary";
      }
      String first = Bytes.ascii(downlink.payload()).strip().split("[ :,;]", 2)[0];
      return first.length() > LONGEST_WORD ? first.substring(0, LONGEST_WORD) : first;
    }

    byte[] payload(boolean lineEnd) {
      byte[] payload = downlink.payload();
      if (!lineEnd || downlink.contentType() != ContentType.TEXT) {
        return payload;
      }
      byte[] line = Arrays.copyOf(payload, payload.length + 2);
      line[payload.length] = '\r';
      line[payload.length + 1] = '\n';
      return line;
    }

    /** Ends a command that was not sent but may be later. */
    void refuse(String why) {
      sent.completeExceptionally(
          Refusal.unavailable("device '" + downlink.deviceName() + "' " + why));
    }
  }

  private final Session<?> session;
  private final Settings.Commands rule;
  private final TransportContext context;
  private final Runnable freed;
  private final ArrayDeque<Command> waiting = new ArrayDeque<>();
  private Optional<Command> withDevice = Optional.empty();
  private long number;

  /**
   * No commands yet.
   *
   * @param freed called when the next command may be sent though nothing was heard
   */
  Commands(Session<?> session, Settings.Commands rule, TransportContext context, Runnable freed) {
    this.session = session;
    this.rule = rule;
    this.context = context;
    this.freed = freed;
  }

  boolean areWaiting() {
    return !waiting.isEmpty();
  }

  /**
   * Lets a command wait, but not for long: who gave it wants to know.
   *
   * @return completes when the device's connection has taken the bytes
   */
  CompletionStage<Void> add(Downlink downlink) {
    var command = new Command(downlink, new CompletableFuture<>());
    if (waiting.size() >= rule.mostWaiting()) {
      command.refuse(
          "has " + rule.mostWaiting() + " commands waiting, which is the limit; send again later");
    } else {
      waiting.add(command);
      session.later(rule.patience(), () -> expire(command));
    }
    return command.sent();
  }

  private void expire(Command command) {
    if (waiting.remove(command)) {
      command.refuse(
          "was not sent '"
              + command.word()
              + "' for "
              + rule.patience().toSeconds()
              + " s because it has not answered an earlier command or its records are not stored"
              + " yet; send again later");
    }
  }

  /** Sends the next command to a device unless it has one. */
  void sendNext(Tracker device) {
    if (withDevice.isPresent() || waiting.isEmpty()) {
      return;
    }
    Command command = waiting.remove();
    withDevice = Optional.of(command);
    number++;
    long sent = number;
    session.later(rule.responseTime(), () -> giveUp(device, sent));
    var unused =
        session
            .send(Answers.command(command.payload(rule.lineEnd())))
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    command.sent().complete(null);
                  } else {
                    withDevice = withDevice.filter(current -> !current.equals(command));
                    command.sent().completeExceptionally(failure);
                  }
                });
  }

  private void giveUp(Tracker device, long sent) {
    if (sent == number && withDevice.isPresent()) {
      session.publish(failure(device, "no response in " + rule.responseTime().toSeconds() + " s"));
      freed.run();
    }
  }

  /** What to publish of a message; the first response belongs to the command with the device. */
  Uplink heard(Tracker device, DeviceMessage message) {
    Map<String, Value> values = new LinkedHashMap<>();
    String hex = Bytes.hex(message.payload());
    if (message.type() == DeviceMessage.RESPONSE) {
      withDevice.ifPresent(command -> values.put("command", Value.of(command.word())));
      withDevice = Optional.empty();
      values.put("commandResponse", Value.of(message.text().map(String::strip).orElse(hex)));
    } else {
      values.put("messageType", Value.of((long) message.type()));
      values.put("message", Value.of(hex));
    }
    return uplink(device, values);
  }

  /** The connection is gone. The host hears of the command that is with the device. */
  void close(Optional<Tracker> device) {
    waiting.forEach(command -> command.refuse(CLOSED));
    waiting.clear();
    if (withDevice.isPresent() && device.isPresent()) {
      String why = "the connection ended before a response came";
      var unused = context.uplinks().publish(failure(device.get(), why));
    }
  }

  private Uplink failure(Tracker device, String why) {
    Map<String, Value> values = new LinkedHashMap<>();
    withDevice.ifPresent(command -> values.put("command", Value.of(command.word())));
    withDevice = Optional.empty();
    values.put("commandError", Value.of(why));
    return uplink(device, values);
  }

  private Uplink uplink(Tracker device, Map<String, Value> values) {
    return device.telemetry(List.of(new TimedValues(context.clock().millis(), values)));
  }
}
