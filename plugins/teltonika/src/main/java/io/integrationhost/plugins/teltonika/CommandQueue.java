package io.integrationhost.plugins.teltonika;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The commands of one session: one at a time is with the device, because a response does not say
 * what it answers. Belongs to the event loop.
 */
final class CommandQueue {

  private final CommandRule rule;
  private final EventLoop loop;
  private final Consumer<Command> unanswered;
  private final ArrayDeque<Command> waiting = new ArrayDeque<>();
  private Optional<Command> underWay = Optional.empty();
  private Optional<ScheduledFuture<?>> timeout = Optional.empty();
  private boolean closed;

  /**
   * An empty queue.
   *
   * @param unanswered hears of a command whose response did not come in time
   */
  CommandQueue(CommandRule rule, EventLoop loop, Consumer<Command> unanswered) {
    this.rule = rule;
    this.loop = loop;
    this.unanswered = unanswered;
  }

  /** Lets a command wait, but not for long: who gave it wants to know. */
  void add(Command command) {
    if (closed) {
      command.refuse("is not connected any more");
    } else if (waiting.size() >= rule.waiting()) {
      command.refuse(
          "has " + rule.waiting() + " commands waiting, which is the limit; send again later");
    } else {
      waiting.add(command);
      var unused = loop.schedule(() -> expire(command), rule.waitSeconds(), TimeUnit.SECONDS);
    }
  }

  private void expire(Command command) {
    if (waiting.remove(command)) {
      command.refuse(
          "was not sent '"
              + command.word()
              + "' for "
              + rule.waitSeconds()
              + " s because it has not answered an earlier command or its records are not stored"
              + " yet; send again later");
    }
  }

  /** The command to send now, which is then under way. */
  Optional<Command> next() {
    if (underWay.isPresent() || waiting.isEmpty()) {
      return Optional.empty();
    }
    Command command = waiting.remove();
    underWay = Optional.of(command);
    timeout = Optional.of(loop.schedule(this::giveUp, rule.responseSeconds(), TimeUnit.SECONDS));
    return underWay;
  }

  private void giveUp() {
    end().ifPresent(unanswered);
  }

  /** Takes the command that a response belongs to; empty when none is under way. */
  Optional<Command> end() {
    timeout.ifPresent(running -> running.cancel(false));
    timeout = Optional.empty();
    Optional<Command> ended = underWay;
    underWay = Optional.empty();
    return ended;
  }

  /** Refuses what waits, now and later; the command that was under way. */
  Optional<Command> close() {
    closed = true;
    waiting.forEach(command -> command.refuse("is not connected any more"));
    waiting.clear();
    return end();
  }
}
