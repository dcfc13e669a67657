package io.integrationhost.plugins.tcp;

import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Fault;
import io.integrationhost.kit.LimitedLog;
import io.integrationhost.kit.Session;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugins.tcp.Inbound.LineEnd;
import java.util.concurrent.CompletionStage;

/** The conversation of greeting, reading and answer with one device. */
final class GreetedConversation implements Conversation<Inbound> {

  private static final String GREETED = "Hello from ThingsBoard!";
  private static final String ERROR = "ERROR";

  private final Session<Inbound> session;
  private final LimitedLog log;
  private final Wording wording;

  /** How the device ended a line last. */
  private LineEnd manner = LineEnd.NONE;

  GreetedConversation(Session<Inbound> session, LimitedLog log, Wording wording) {
    this.session = session;
    this.log = log;
    this.wording = wording;
  }

  @Override
  public void frame(Inbound inbound) {
    if (inbound instanceof Inbound.LateLineEnd late) {
      manner = late.end();
      session.answer(manner.of(""));
    } else if (inbound instanceof Inbound.Message message) {
      manner = message.end() == LineEnd.NONE ? manner : message.end();
      if (message.bytes().length > 0) {
        hear(message.bytes(), message.end());
      }
    }
  }

  private void hear(byte[] bytes, LineEnd end) {
    Greeting greeting = Greeting.in(bytes);
    if (greeting instanceof Greeting.Named named) {
      // The answer first: a downlink that has waited for the device may follow at once.
      session.answer(end.of(GREETED));
      session.device(named.name());
    } else if (greeting instanceof Greeting.Unusable unusable) {
      log.warn(
          "greetings",
          () -> session.label() + " sent a greeting that cannot be used: " + unusable.reason());
      session.answer(end.of(ERROR));
    } else {
      session.publish(
          session.payload(wording.uplink(bytes), ContentType.TEXT),
          receipt -> end.of(answer(receipt)));
    }
  }

  private static String answer(Receipt receipt) {
    if (receipt instanceof Receipt.Stored) {
      return "OK";
    }
    if (receipt instanceof Receipt.Rejected rejected) {
      return rejected.reason() == Receipt.Reason.DISABLED ? "Integration is disabled" : ERROR;
    }
    return "No Content";
  }

  @Override
  public boolean fault(Fault fault) {
    if (!fault.canGoOn()) {
      session.answer(manner.of(ERROR));
    }
    return fault.canGoOn();
  }

  @Override
  public CompletionStage<Void> downlink(Session<Inbound> same, Downlink downlink) {
    return same.send(wording.downlink(downlink.payload()));
  }
}
