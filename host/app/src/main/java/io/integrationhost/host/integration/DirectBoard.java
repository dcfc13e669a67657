package io.integrationhost.host.integration;

import io.integrationhost.host.back.Back;
import io.integrationhost.host.board.Board;
import io.integrationhost.host.board.PushFigures;
import io.integrationhost.host.board.Status;
import io.integrationhost.host.front.Front;
import io.integrationhost.remote.ConverterConfiguration;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.remote.LinkState;
import java.util.Optional;

/** Both halves on this host: whatever one of them tells, the other hears at once. */
final class DirectBoard implements Board {

  private Front front;
  private Back back;

  /** Called once, before either starts. */
  void join(Front front, Back back) {
    this.front = front;
    this.back = back;
  }

  @Override
  public void linkChanged(LinkState state) {
    front.linkChanged(state);
  }

  @Override
  public void configured(PushFigures.Source source, IntegrationConfiguration configuration) {
    front.configured(Optional.of(source), configuration);
  }

  @Override
  public void converterChanged(ConverterConfiguration edited) {
    front.converterChanged(edited);
  }

  @Override
  public void noted(IntegrationConfiguration configuration) {
    back.noted(configuration);
  }

  @Override
  public void stateChanged(Status status) {
    back.report(status);
  }
}
