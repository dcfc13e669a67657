package io.integrationhost.plugins.teltonika;

import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Fault;
import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.Session;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugins.teltonika.codec.Answers;
import io.integrationhost.plugins.teltonika.codec.Content;
import io.integrationhost.plugins.teltonika.codec.Frame;
import io.integrationhost.plugins.teltonika.codec.FrameError;
import io.integrationhost.plugins.teltonika.codec.Imei;
import io.integrationhost.plugins.teltonika.codec.Inbound;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One TCP connection of a device: lets it in, takes one frame at a time and answers it, sends
 * commands in between.
 */
final class TcpConversation implements Conversation<Inbound> {

  private static final int BAD_FRAMES_IN_A_ROW = 3;

  /** Of a command's frame, what is no payload but counts for the length of its data. */
  private static final int AROUND_PAYLOAD = 10;

  private final Session<Inbound> session;
  private final Settings settings;
  private final FrameIntake frames;
  private final Reports reports;
  private final Commands commands;
  private Optional<Tracker> tracker = Optional.empty();
  private boolean busy;
  private boolean ending;
  private int badFrames;

  TcpConversation(
      Session<Inbound> session,
      Settings settings,
      FrameIntake frames,
      Reports reports,
      TransportContext context) {
    this.session = session;
    this.settings = settings;
    this.frames = frames;
    this.reports = reports;
    this.commands = new Commands(session, settings.commands(), context, this::sendNext);
  }

  @Override
  public void frame(Inbound inbound) {
    if (ending) {
      return;
    }
    if (inbound instanceof Inbound.Login login) {
      login(login.imei());
    } else if (inbound instanceof Inbound.BadLogin) {
      refuse("its login is not an IMEI of 15 digits", Answers.login(false));
    } else if (inbound instanceof Inbound.Whole whole && tracker.isPresent()) {
      frame(tracker.get(), whole.frame());
    } else if (inbound instanceof Inbound.Lost lost) {
      lost(lost);
    }
  }

  private void login(Imei imei) {
    if (tracker.isPresent()) {
      if (tracker.get().imei().equals(imei)) {
        session.answer(Answers.login(true));
      } else {
        refuse("it logged in a second time with another IMEI", Delivery.NOTHING);
      }
      return;
    }
    Naming naming = settings.naming();
    if (!naming.isAllowed(imei)) {
      refuse("IMEI " + imei + " is not in allowedImeis", Answers.login(false));
      return;
    }
    var known = new Tracker(imei, naming.device(imei), session.source(), session);
    tracker = Optional.of(known);
    // The answer first: a downlink that has waited for the device may follow at once.
    session.answer(Answers.login(true));
    session.device(known.device().name());
  }

  private void refuse(String why, byte[] answer) {
    reports.refusedLogin(session, why);
    if (answer.length > 0) {
      session.answer(answer);
    }
    end();
  }

  private void lost(Inbound.Lost lost) {
    String what = lost.error().meaning() + "; " + lost.detail();
    if (tracker.isEmpty()) {
      refuse(what, Delivery.NOTHING);
    } else {
      boolean length = lost.error() == FrameError.LENGTH;
      Reports.badFrame(session, length ? Fault.Kind.TOO_LONG : Fault.Kind.MALFORMED, what);
      end();
    }
  }

  private void end() {
    ending = true;
    session.finish();
  }

  private void frame(Tracker device, Frame frame) {
    Content content = frame.content();
    busy = true;
    if (content instanceof Content.Messages messages) {
      // Stored or not: there is no answer to a message, so the device never sends it again.
      Verdict good = Verdict.of(Verdict.Kind.GOOD);
      List<Uplink> uplinks =
          messages.messages().stream().map(each -> commands.heard(device, each)).toList();
      if (uplinks.isEmpty()) {
        settle(good);
      } else {
        Delivery.publish(session, uplinks, outcome -> settle(good));
      }
    } else {
      frames.take(device, frame.data(), content, this::settle);
    }
  }

  /** What the device is told. */
  private byte[] settle(Verdict verdict) {
    busy = false;
    badFrames =
        switch (verdict.kind()) {
          case GOOD -> 0;
          case BAD -> badFrames + 1;
          case SKIPPED, LAST -> badFrames;
        };
    ending |= verdict.kind() == Verdict.Kind.LAST || badFrames >= BAD_FRAMES_IN_A_ROW;
    // Later: what is returned must be on its way before.
    if (ending) {
      session.later(Duration.ZERO, session::finish);
    } else if (commands.areWaiting()) {
      session.later(Duration.ZERO, this::sendNext);
    }
    if (verdict.count().isEmpty()) {
      return Delivery.NOTHING;
    }
    int count = verdict.count().getAsInt();
    reports.answered(session, count);
    return Answers.records(count);
  }

  @Override
  public boolean fault(Fault fault) {
    // What was not answered must not be taken for answered by the answer to what comes next.
    return false;
  }

  @Override
  public CompletionStage<Void> downlink(Session<Inbound> same, Downlink downlink) {
    int length = downlink.payload().length;
    int limit = settings.maxFrameLength() - AROUND_PAYLOAD;
    if (length == 0 || length > limit) {
      return Refusal.reject(
          "device '%s' is sent no command of %d bytes (expected 1 to %d)"
              .formatted(downlink.deviceName(), length, limit));
    }
    CompletionStage<Void> sent = commands.add(downlink);
    sendNext();
    return sent;
  }

  /** A device that waits for an answer understands no command. */
  private void sendNext() {
    if (!busy && !ending) {
      tracker.ifPresent(commands::sendNext);
    }
  }

  @Override
  public void closed() {
    commands.close(tracker);
  }
}
