package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Fault;
import io.integrationhost.kit.Session;
import io.integrationhost.plugins.modbus.frame.Frame;

/**
 * A session of a line that is dialled.
 *
 * @param line whose session it is
 * @param session what the kit gave
 */
public record Talk(Line line, Session<Frame> session) implements Conversation<Frame> {

  @Override
  public void opened() {
    line.opened(session);
  }

  @Override
  public void frame(Frame frame) {
    line.heard(session, frame);
  }

  @Override
  public boolean fault(Fault fault) {
    line.malformed();
    return fault.canGoOn();
  }

  @Override
  public void closed() {
    line.closed(session);
  }
}
