package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugins.teltonika.codec.Answers;
import io.integrationhost.plugins.teltonika.codec.Content;
import io.integrationhost.plugins.teltonika.codec.Frame;
import io.integrationhost.plugins.teltonika.codec.Imei;
import io.integrationhost.plugins.teltonika.codec.Inbound;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One TCP connection of a device: lets it in, takes one frame at a time and answers it, sends
 * commands in between. The last handler of its pipeline; all methods belong to the event loop
 * unless they say otherwise.
 */
final class Session extends ChannelInboundHandlerAdapter {

  private static final int BAD_FRAMES_IN_A_ROW = 3;

  private final Wire wire;
  private final Source source;
  private final String label;
  private final Service service;
  private final Commands commands;
  private final ArrayDeque<Inbound> waiting = new ArrayDeque<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private Optional<Tracker> tracker = Optional.empty();
  private boolean busy;
  private boolean stopping;
  private int badFrames;

  Session(Wire wire, long number, Service service) {
    this.wire = wire;
    this.source = new Source("tcp-" + number);
    this.label = "connection " + number + " from " + wire.remote();
    this.service = service;
    this.commands = new Commands(wire, service, () -> goOn());
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    var unused =
        wire.loop()
            .schedule(
                this::closeUnlessLoggedIn,
                service.settings().limits().loginSeconds(),
                TimeUnit.SECONDS);
  }

  private void closeUnlessLoggedIn() {
    if (tracker.isEmpty() && wire.isOpen()) {
      service.reports().refusedLogin(label, "it did not log in in time (loginTimeoutSeconds)");
      wire.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (wire.isOpen() && message instanceof Inbound inbound) {
      waiting.add(inbound);
      goOn();
    }
  }

  /** Does what can be done now. */
  private void goOn() {
    while (!busy && wire.isOpen() && !waiting.isEmpty()) {
      handle(waiting.remove());
    }
    if (busy || !wire.isOpen()) {
      wire.read(false);
    } else if (stopping || wire.isHalfClosed()) {
      wire.finish();
    } else {
      commands.sendNext();
      wire.read(true);
    }
  }

  private void handle(Inbound inbound) {
    if (inbound instanceof Inbound.Login login) {
      login(login.imei());
    } else if (inbound instanceof Inbound.BadLogin) {
      service.reports().refusedLogin(label, "its login is not an IMEI of 15 digits");
      wire.sendLast(Answers.login(false));
    } else if (inbound instanceof Inbound.Whole whole && tracker.isPresent()) {
      frame(tracker.get(), whole.frame());
    } else if (inbound instanceof Inbound.Lost lost) {
      if (tracker.isEmpty()) {
        service.reports().refusedLogin(label, lost.error().meaning() + "; " + lost.detail());
      } else {
        service.reports().badFrame(label, lost.error().meaning() + "; " + lost.detail());
      }
      wire.finish();
    }
  }

  private void login(Imei imei) {
    if (tracker.isPresent()) {
      if (tracker.get().imei().equals(imei)) {
        wire.send(Answers.login(true));
      } else {
        service.reports().refusedLogin(label, "it logged in a second time with another IMEI");
        wire.finish();
      }
      return;
    }
    Naming naming = service.settings().naming();
    if (!naming.isAllowed(imei)) {
      service.reports().refusedLogin(label, "IMEI " + imei + " is not in allowedImeis");
      wire.sendLast(Answers.login(false));
      return;
    }
    var known = new Tracker(imei, naming.device(imei), source, label + ", device " + imei);
    tracker = Optional.of(known);
    commands.begin(known);
    service.loggedIn().enter(known.device().name(), this).ifPresent(Session::replace);
    wire.send(Answers.login(true));
    service.delivery().connected(known);
  }

  /** The device has a newer connection. Any thread. */
  private void replace() {
    wire.execute(wire::close);
  }

  private void frame(Tracker device, Frame frame) {
    Content content = frame.content();
    if (content instanceof Content.Messages messages) {
      List<Uplink> uplinks = commands.heard(device, messages.messages());
      // Stored or not: there is no answer to a message, so the device never sends it again.
      await(
          () ->
              service
                  .delivery()
                  .publish(device, uplinks)
                  .thenApply(outcome -> Verdict.of(Verdict.Kind.GOOD)));
    } else {
      await(() -> service.frames().take(device, frame.data(), content));
    }
  }

  /** Hands a frame to the host as soon as it has room, and comes back with the verdict. */
  private void await(Supplier<CompletionStage<Verdict>> action) {
    busy = true;
    service
        .permits()
        .take(
            () -> {
              if (!wire.execute(() -> handOver(action))) {
                service.permits().giveBack();
              }
            });
  }

  private void handOver(Supplier<CompletionStage<Verdict>> action) {
    if (!wire.isConnected()) {
      service.permits().giveBack();
      return;
    }
    started(action)
        .whenComplete(
            (verdict, failure) -> {
              service.permits().giveBack();
              wire.execute(() -> settle(verdict, failure));
            });
  }

  private static CompletionStage<Verdict> started(Supplier<CompletionStage<Verdict>> action) {
    try {
      return action.get();
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void settle(Verdict verdict, Throwable failure) {
    busy = false;
    if (!wire.isConnected()) {
      return;
    }
    if (failure != null) {
      service.reports().failed(label, "is closed", failure);
      wire.close();
      return;
    }
    if (verdict.count().isPresent()) {
      int count = verdict.count().getAsInt();
      wire.send(Answers.records(count));
      service.reports().answered(label, count);
    }
    switch (verdict.kind()) {
      case GOOD -> badFrames = 0;
      case SKIPPED -> {}
      case BAD -> {
        badFrames++;
        if (badFrames >= BAD_FRAMES_IN_A_ROW) {
          wire.finish();
        }
      }
      case NOT_STORED, UNSUPPORTED -> wire.finish();
    }
    goOn();
  }

  /** Sends a command when it is its turn. Any thread. */
  void command(Command command) {
    boolean accepted =
        wire.execute(
            () -> {
              commands.add(command);
              if (!busy && wire.isOpen() && waiting.isEmpty()) {
                commands.sendNext();
              }
            });
    if (!accepted) {
      command.refuse("is not connected any more");
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      wire.inputEnded();
      goOn();
    } else if (event instanceof IdleStateEvent && !busy) {
      wire.close();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    goOn();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      service.reports().failed(label, "is closed", cause);
    }
    wire.close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    wire.close();
    tracker.ifPresent(device -> service.loggedIn().leave(device.device().name(), this));
    commands.close(!stopping);
    waiting.clear();
    gone.complete(null);
  }

  /** Takes nothing more and closes when what is under way is answered, or soon. Any thread. */
  CompletionStage<Void> stop() {
    boolean accepted =
        wire.execute(
            () -> {
              stopping = true;
              waiting.clear();
              wire.closeSoon();
              goOn();
            });
    return accepted ? gone : CompletableFuture.completedFuture(null);
  }

  /** Completes when nothing comes from this session any more. */
  CompletionStage<Void> gone() {
    return gone;
  }
}
