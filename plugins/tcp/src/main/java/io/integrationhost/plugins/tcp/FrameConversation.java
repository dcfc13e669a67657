package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Fault;
import io.integrationhost.kit.Session;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import java.util.concurrent.CompletionStage;

/** Frames for the converter, and what the configuration says that devices are told. */
record FrameConversation(Session<byte[]> session, ContentType type, Wording wording)
    implements Conversation<byte[]> {

  @Override
  public void opened() {
    say(wording.connected());
  }

  @Override
  public void frame(byte[] frame) {
    if (frame.length > 0) {
      say(wording.accepted());
      byte[] payload = type == ContentType.TEXT ? wording.uplink(frame) : frame;
      session.publish(session.payload(payload, type), wording.whenStored());
    }
  }

  @Override
  public boolean fault(Fault fault) {
    say(wording.refused());
    return fault.canGoOn();
  }

  private void say(byte[] reply) {
    if (reply.length > 0) {
      session.answer(reply);
    }
  }

  @Override
  public CompletionStage<Void> downlink(Session<byte[]> same, Downlink downlink) {
    return same.send(wording.downlink(downlink.payload()));
  }
}
