package io.integrationhost.remote;

/**
 * Learns what happens on a link.
 *
 * <p>Methods are called in order, one at a time per link, on a thread of the host that belongs to
 * nobody else meanwhile: they may take their time. What they throw is logged and changes nothing.
 *
 * <p>A listener that lags behind is not waited for. Of waiting events of the same kind {@link
 * #connected}, {@link #integrationUpdated}, {@link #writable}, and {@link #converterUpdated} for
 * one converter only the newest is kept. When more than a thousand events wait, the oldest
 * downlinks are dropped with a warning (ThingsBoard keeps no downlinks either, facts 2.7); without
 * any, the oldest states, but never the newest one.
 */
public interface LinkListener {

  /** The link is in another state. */
  default void stateChanged(LinkState state) {}

  /**
   * ThingsBoard accepted the integration, which may be disabled. Pushes that arrived earlier follow
   * this.
   */
  default void connected(IntegrationConfiguration configuration) {}

  /** The integration was edited: its complete new configuration. */
  default void integrationUpdated(IntegrationConfiguration configuration) {}

  /**
   * A converter was edited. Only its id tells whether it is for uplinks or downlinks (facts 2.7).
   */
  default void converterUpdated(ConverterConfiguration converter) {}

  /** Data for a device. */
  default void downlink(DownlinkMessage downlink) {}

  /**
   * ThingsBoard, or what is between, gave an answer that was not owed: earlier answers may have
   * been taken for those of messages that were never processed. The session ends.
   *
   * @param items of all messages that count as accepted in this session: so many may be lost at
   *     most
   */
  default void answersNotAskedFor(long items) {}

  /** {@link Link#isWritable} became true. */
  default void writable() {}
}
