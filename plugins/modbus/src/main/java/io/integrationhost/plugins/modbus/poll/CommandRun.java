package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugins.modbus.frame.Reply;
import io.integrationhost.plugins.modbus.frame.Request;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A downlink under way: its steps one after the other. Belongs to its line. */
final class CommandRun {

  /** Below the time after which the host gives a downlink up: then nobody would know of it. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Line line;
  private final Unit unit;
  private final Command command;
  private final boolean wasSilent;
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private Optional<Exchange> current = Optional.empty();
  private boolean wasSent;
  private boolean isOver;
  private int at;

  CommandRun(Line line, Unit unit, Command command) {
    this.line = line;
    this.unit = unit;
    this.command = command;
    this.wasSilent = unit.isSilent();
  }

  CompletableFuture<Void> done() {
    return done;
  }

  void begin() {
    line.later(PATIENCE, this::giveUp);
    next();
  }

  private void next() {
    if (at >= command.steps().size()) {
      succeed();
      return;
    }
    Command.Step step = command.steps().get(at);
    var exchange =
        new Exchange(unit, step.request(), unit.retries(), outcome -> ended(step, outcome));
    current = Optional.of(exchange);
    line.askFirst(exchange);
  }

  private void ended(Command.Step step, Exchange.Outcome outcome) {
    if (isOver) {
      return;
    }
    wasSent |= outcome.wasSent();
    if (outcome.reply().isEmpty()) {
      noAnswer(outcome.why());
      return;
    }
    Reply reply = outcome.reply().get();
    if (reply.isAbsence()) {
      fail(
          TransportException.Kind.UNAVAILABLE,
          "is behind a bridge: " + Reply.words(reply.exception()));
      return;
    }
    if (!reply.isGood()) {
      boolean isBusy = reply.exception() == Request.BUSY || reply.exception() == 5;
      fail(
          isBusy ? TransportException.Kind.UNCONFIRMED : TransportException.Kind.REJECTED,
          "answered " + Reply.words(reply.exception()) + " to " + step.request());
      return;
    }
    values.put(step.name(), step.value(reply));
    at++;
    next();
  }

  private void noAnswer(String why) {
    // One that is reachable but busy is not heard of anew: the host has to try by itself.
    boolean isReachable = line.isConnected() && !unit.isSilent();
    boolean isAbsent = wasSilent || (!wasSent && !isReachable);
    fail(isAbsent ? TransportException.Kind.UNAVAILABLE : TransportException.Kind.UNCONFIRMED, why);
  }

  private void giveUp() {
    if (!isOver) {
      current.ifPresent(Exchange::cancel);
      boolean began = wasSent || current.filter(each -> each.tries() > 0).isPresent();
      wasSent = began;
      noAnswer("not confirmed within " + PATIENCE.toSeconds() + " s");
    }
  }

  private void succeed() {
    Object value = values.size() == 1 ? values.values().iterator().next() : values;
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("value", value);
    complete(null);
    tell(result);
  }

  private void fail(TransportException.Kind kind, String why) {
    String message = "device '" + unit.plan().name() + "' " + why;
    complete(new TransportException(kind, message));
    if (kind == TransportException.Kind.REJECTED) {
      tell(Map.of("error", message));
    }
  }

  private void tell(Map<String, Object> result) {
    unit.delivery()
        .reply(new Answered(command.method(), command.request(), command.writes(), result));
  }

  private void complete(TransportException failure) {
    line.afterwards(
        () -> {
          if (failure == null) {
            done.complete(null);
          } else {
            done.completeExceptionally(failure);
          }
        });
    isOver = true;
  }
}
