package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Fault;
import io.integrationhost.kit.Session;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import java.util.concurrent.CompletionStage;

/** Frames for the converter, and what the configuration says that devices are told. */
record FrameConversation(Session<byte[]> session, ContentType type, Text text, Replies replies)
    implements Conversation<byte[]> {

  @Override
  public void opened() {
    say(replies.connected());
  }

  @Override
  public void frame(byte[] frame) {
    if (frame.length > 0) {
      say(replies.accepted());
      byte[] payload = type == ContentType.TEXT ? text.uplink(frame) : frame;
      session.publish(session.payload(payload, type), replies.whenStored());
    }
  }

  @Override
  public boolean fault(Fault fault) {
    say(replies.refused());
    return fault.canGoOn();
  }

  private void say(byte[] reply) {
    if (reply.length > 0) {
      session.answer(reply);
    }
  }

  @Override
  public CompletionStage<Void> downlink(Session<byte[]> same, Downlink downlink) {
    return same.send(text.downlink(downlink.payload()));
  }
}
