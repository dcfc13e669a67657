package io.integrationhost.plugins.udp;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Fault;
import io.integrationhost.kit.Session;
import io.integrationhost.plugin.Downlink;
import java.util.concurrent.CompletionStage;

/** Datagrams of one address for the converter, and what its device is told. */
record DatagramConversation(Session<byte[]> session, Payload payload, Replies replies)
    implements Conversation<byte[]> {

  @Override
  public void frame(byte[] datagram) {
    payload
        .of(datagram)
        .ifPresent(
            bytes -> {
              say(replies.accepted());
              session.publish(session.payload(bytes, payload.type()), replies.whenStored());
            });
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
    CompletionStage<Void> sent = same.send(downlink.payload());
    return replies.separator()
        ? sent.thenCombine(same.send(Bytes.utf8(System.lineSeparator())), (one, other) -> null)
        : sent;
  }
}
