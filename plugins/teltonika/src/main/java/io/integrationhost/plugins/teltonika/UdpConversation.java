package io.integrationhost.plugins.teltonika;

import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Fault;
import io.integrationhost.kit.Session;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugins.teltonika.codec.Answers;
import io.integrationhost.plugins.teltonika.codec.Content;
import io.integrationhost.plugins.teltonika.codec.Datagram;
import java.util.List;

/**
 * Datagrams of one address, each on its own, answered when their records are stored. What cannot be
 * taken gets no answer, so that nobody can ask for IMEIs and devices send again.
 */
record UdpConversation(
    Session<byte[]> session, Settings settings, FrameIntake frames, Reports reports)
    implements Conversation<byte[]> {

  @Override
  public void opened() {
    // An address can be forged: it must neither get commands nor end a connection of its device.
    session.reaches(List.of());
  }

  @Override
  public void frame(byte[] bytes) {
    Datagram.Parsed parsed = Datagram.parse(bytes);
    if (parsed instanceof Datagram.Parsed.Bad bad) {
      String detail = bad.detail().isEmpty() ? "" : "; " + bad.detail();
      Reports.badFrame(session, Fault.Kind.MALFORMED, bad.error().meaning() + detail);
    } else if (parsed instanceof Datagram.Parsed.Good good) {
      take(good.datagram());
    }
  }

  private void take(Datagram datagram) {
    Naming naming = settings.naming();
    if (!naming.isAllowed(datagram.imei())) {
      reports.refusedLogin(session, "IMEI " + datagram.imei() + " is not in allowedImeis");
      return;
    }
    // Addresses change on the way while a device sends.
    var source = new Source("udp-" + datagram.imei());
    var tracker = new Tracker(datagram.imei(), naming.device(datagram.imei()), source, session);
    Content content = Content.of(datagram.data());
    if (content instanceof Content.Messages) {
      Reports.badFrame(tracker, "Codec 12 is not understood over UDP");
    } else {
      frames.take(tracker, datagram.data(), content, verdict -> answer(datagram, verdict));
    }
  }

  private static byte[] answer(Datagram datagram, Verdict verdict) {
    return verdict.count().isPresent()
        ? Answers.datagram(datagram, verdict.count().getAsInt())
        : Delivery.NOTHING;
  }
}
