package io.integrationhost.host.back;

import io.integrationhost.host.board.Board;
import io.integrationhost.host.board.PushFigures;
import io.integrationhost.host.delivery.Deliverer;
import io.integrationhost.host.delivery.DeliveryCounters;
import io.integrationhost.host.downlink.DownlinkPath;
import io.integrationhost.host.event.IntegrationEvents;
import io.integrationhost.remote.ConverterConfiguration;
import io.integrationhost.remote.DownlinkMessage;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.remote.LinkListener;
import io.integrationhost.remote.LinkState;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what a link reports to the board, on the control thread, and to the delivery. */
final class LinkEvents implements LinkListener {

  private static final Logger log = LoggerFactory.getLogger(LinkEvents.class);

  private final String name;
  private final Board board;
  private final Deliverer deliverer;
  private final IntegrationEvents events;
  private final DownlinkPath downlinks;
  private final DeliveryCounters counters;
  private final Executor control;
  private volatile boolean left;

  LinkEvents(
      String name,
      Board board,
      Deliverer deliverer,
      IntegrationEvents events,
      DownlinkPath downlinks,
      DeliveryCounters counters,
      Executor control) {
    this.name = name;
    this.board = board;
    this.deliverer = deliverer;
    this.events = events;
    this.downlinks = downlinks;
    this.counters = counters;
    this.control = control;
  }

  /**
   * Another link takes over: of this one only downlinks count any more, which ThingsBoard does not
   * send again.
   */
  void leave() {
    left = true;
  }

  @Override
  public void stateChanged(LinkState state) {
    onControl(() -> board.linkChanged(state));
  }

  @Override
  public void connected(IntegrationConfiguration configuration) {
    onControl(() -> board.configured(PushFigures.Source.CONNECT, configuration));
  }

  @Override
  public void integrationUpdated(IntegrationConfiguration configuration) {
    onControl(() -> board.configured(PushFigures.Source.INTEGRATION, configuration));
  }

  @Override
  public void converterUpdated(ConverterConfiguration converter) {
    onControl(() -> board.converterChanged(converter));
  }

  @Override
  public void downlink(DownlinkMessage downlink) {
    downlinks.accept(downlink);
  }

  @Override
  public void answersNotAskedFor(long items) {
    counters.uncertain(items);
  }

  @Override
  public void writable() {
    try {
      deliverer.wake();
    } finally {
      events.wake();
    }
  }

  private void onControl(Runnable task) {
    try {
      control.execute(() -> unlessLeft(task));
    } catch (RejectedExecutionException e) {
      log.debug("integration '{}': the host is stopping; a message of the link is dropped", name);
    }
  }

  private void unlessLeft(Runnable task) {
    if (!left) {
      task.run();
    }
  }
}
