package io.integrationhost.remote;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.integrationhost.remote.proto.ResponseMsg;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What gRPC tells of a session's stream, one call at a time, on a thread of the network as a rule.
 * Nothing here needs a lock, and none is held while the owner is told. Only the end goes to another
 * thread: the next attempt begins there.
 */
final class SessionCallbacks extends ClientCall.Listener<ResponseMsg> {
  private static final Logger log = LoggerFactory.getLogger(SessionCallbacks.class);
  private static final int MAX_EARLY = 1000;

  private final Session session;
  private final LinkSettings settings;
  private final SharedChannel channel;
  private final SessionOwner owner;

  /** The server lists a session before it writes the connect response (facts 2.2). */
  private final List<Inbound.Push> early = new ArrayList<>();

  SessionCallbacks(
      Session session, LinkSettings settings, SharedChannel channel, SessionOwner owner) {
    this.session = session;
    this.settings = settings;
    this.channel = channel;
    this.owner = owner;
  }

  @Override
  public void onMessage(ResponseMsg message) {
    try {
      receive(InboundReader.read(message));
    } catch (IllegalArgumentException unreadable) {
      log.warn(
          "[{}] {} sent a message that this host cannot read, ignored: {}",
          settings.name(),
          settings.server(),
          unreadable.getMessage());
    }
    session.requestMore();
  }

  @Override
  public void onReady() {
    session.signalWritable();
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    channel.apart(() -> owner.ended(session.end(status)));
  }

  private void receive(Inbound inbound) {
    if (inbound instanceof Inbound.Answer answer) {
      session.answer(answer.answer());
    } else if (inbound instanceof Inbound.Push push) {
      receivePush(push);
    } else if (inbound instanceof Inbound.Welcome welcome) {
      receiveWelcome(welcome.configuration());
    } else if (inbound instanceof Inbound.Refusal refusal) {
      session.refuse(refusal);
    }
  }

  private void receivePush(Inbound.Push push) {
    if (session.isAccepted()) {
      owner.pushed(push);
    } else if (early.size() < MAX_EARLY) {
      early.add(push);
    }
  }

  private void receiveWelcome(IntegrationConfiguration configuration) {
    if (session.accept()) {
      owner.accepted(configuration);
      early.forEach(owner::pushed);
      early.clear();
      session.signalWritable();
    }
  }
}
