package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugins.teltonika.codec.Answers;
import io.integrationhost.plugins.teltonika.codec.DeviceMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commands of one session: sends them in turn and tells what comes of them. Belongs to the
 * event loop.
 */
final class Commands {

  private static final String ENDED = "the connection ended before a response came";

  private final Wire wire;
  private final Service service;
  private final CommandUplinks outcomes;
  private final CommandQueue queue;
  private final Runnable freed;
  private Optional<Tracker> tracker = Optional.empty();

  /**
   * No commands yet.
   *
   * @param freed called when the next command may be sent though nothing was heard
   */
  Commands(Wire wire, Service service, Runnable freed) {
    this.wire = wire;
    this.service = service;
    this.freed = freed;
    outcomes = new CommandUplinks(service.clock());
    queue = new CommandQueue(service.settings().commands(), wire.loop(), this::timedOut);
  }

  /** The device has logged in. */
  void begin(Tracker device) {
    tracker = Optional.of(device);
  }

  /** Takes a command, which is sent later or refused. */
  void add(Command command) {
    queue.add(command);
  }

  /** Sends the next command if none is with the device. */
  void sendNext() {
    queue
        .next()
        .ifPresent(
            command ->
                wire.write(Answers.command(command.payload()))
                    .addListener(
                        written -> {
                          if (written.isSuccess()) {
                            command.markSent();
                          } else {
                            command.refuse("was not reached: " + written.cause());
                          }
                        }));
  }

  /** What to publish of messages; the first response belongs to the command with the device. */
  List<Uplink> heard(Tracker device, List<DeviceMessage> messages) {
    List<Uplink> uplinks = new ArrayList<>();
    for (DeviceMessage message : messages) {
      Optional<Command> command =
          message.type() == DeviceMessage.RESPONSE ? queue.end() : Optional.empty();
      uplinks.add(outcomes.message(device, message, command));
    }
    return uplinks;
  }

  private void timedOut(Command command) {
    report(command, "no response in " + service.settings().commands().responseSeconds() + " s");
    freed.run();
  }

  /**
   * Refuses what waits.
   *
   * @param reporting whether the command with the device is reported as failed
   */
  void close(boolean reporting) {
    Optional<Command> lost = queue.close();
    if (reporting) {
      lost.ifPresent(command -> report(command, ENDED));
    }
  }

  private void report(Command command, String why) {
    tracker.ifPresent(
        device -> {
          var unused =
              service.delivery().publish(device, List.of(outcomes.failure(device, command, why)));
        });
  }
}
