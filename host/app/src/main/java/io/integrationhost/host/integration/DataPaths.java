package io.integrationhost.host.integration;

import io.integrationhost.host.delivery.UplinkPath;
import io.integrationhost.host.downlink.DownlinkPath;
import io.integrationhost.host.downlink.DownlinkTarget;
import io.integrationhost.host.downlink.WaitingLimits;
import io.integrationhost.host.slice.IntegrationPlan;
import io.integrationhost.remote.IntegrationConfiguration;
import java.util.List;
import java.util.function.Supplier;

/**
 * The ways of one integration's data, up and down, with the converters on them. Confined to the
 * control thread.
 */
final class DataPaths {

  private final ConverterSlot converters;
  private final UplinkPath uplinks;
  private final DownlinkPath downlinks;
  private final WaitingLimits waiting;

  /**
   * Both ways.
   *
   * @param waiting the host's own limits for downlinks that wait
   */
  DataPaths(
      ConverterSlot converters, UplinkPath uplinks, DownlinkPath downlinks, WaitingLimits waiting) {
    this.converters = converters;
    this.uplinks = uplinks;
    this.downlinks = downlinks;
    this.waiting = waiting;
  }

  /** Sets where downlinks go. */
  void sendTo(Supplier<List<DownlinkTarget>> transports) {
    downlinks.sendTo(transports);
  }

  /** See {@link ConverterSlot#prepare}. */
  ConverterSlot.Prepared prepare(IntegrationConfiguration wanted) {
    return converters.prepare(wanted);
  }

  /** Uses a configuration from now on. */
  void use(IntegrationConfiguration wanted, ConverterSlot.Prepared prepared, IntegrationPlan plan) {
    ConverterSlot.Active active = converters.use(prepared, wanted.name(), plan.metadata());
    uplinks.use(active.uplink());
    uplinks.enabled(wanted.enabled());
    downlinks.use(active.downlink(), plan.waiting().over(waiting), wanted.enabled());
  }

  /** Whether no uplink is on its way into the spool. */
  boolean isIdle() {
    return uplinks.isIdle();
  }

  /** Looks after downlinks that wait; called at intervals. */
  void check() {
    downlinks.check();
  }

  /** What is wrong with the converters. */
  List<String> problems() {
    return converters.problems();
  }

  /** Sends nothing to devices any more. */
  void pause() {
    downlinks.pause();
  }

  void close() {
    converters.close();
  }
}
