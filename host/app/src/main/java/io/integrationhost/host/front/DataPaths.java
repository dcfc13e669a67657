package io.integrationhost.host.front;

import io.integrationhost.host.downlink.DownlinkPath;
import io.integrationhost.host.downlink.DownlinkTarget;
import io.integrationhost.host.downlink.Router;
import io.integrationhost.host.downlink.WaitingLimits;
import io.integrationhost.host.plan.IntegrationPlan;
import io.integrationhost.host.uplink.UplinkPath;
import io.integrationhost.remote.IntegrationConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The ways of one integration's data, up and down, with the converters on them. Confined to the
 * control thread.
 */
final class DataPaths {

  private final ConverterSlot converters;
  private final UplinkPath uplinks;
  private final DownlinkPath downlinks;
  private final Router router;
  private final WaitingLimits waiting;
  private final Consumer<String> forget;
  private Optional<Setup> inUse = Optional.empty();

  /**
   * Both ways.
   *
   * @param waiting the host's own limits for downlinks that wait
   * @param forget told of a transport that is not there any more
   */
  DataPaths(
      ConverterSlot converters,
      UplinkPath uplinks,
      DownlinkPath downlinks,
      Router router,
      WaitingLimits waiting,
      Consumer<String> forget) {
    this.forget = forget;
    this.converters = converters;
    this.uplinks = uplinks;
    this.downlinks = downlinks;
    this.router = router;
    this.waiting = waiting;
  }

  /** Sets which transports take downlinks. */
  void serve(Supplier<List<DownlinkTarget>> transports) {
    router.targets(transports);
  }

  /**
   * Makes ready what the configuration needs; nothing is in use yet.
   *
   * @throws io.integrationhost.converter.ConverterException when a converter cannot be used
   */
  Exchange prepare(IntegrationConfiguration wanted, IntegrationPlan plan) {
    return new Exchange(new Setup(wanted, converters.prepare(wanted), plan));
  }

  private void install(Setup setup) {
    ConverterSlot.Active active =
        converters.use(setup.converters(), setup.wanted().name(), setup.plan().metadata());
    uplinks.use(active.uplink());
    uplinks.enabled(setup.wanted().enabled());
    downlinks.use(
        active.downlink(), setup.plan().waiting().over(waiting), setup.wanted().enabled());
    inUse = Optional.of(setup);
  }

  /** Whether no uplink is on its way into the spool. */
  boolean isIdle() {
    return uplinks.isIdle();
  }

  /** There is no transport of this name any more. */
  void forget(String transport) {
    forget.accept(transport);
  }

  /** Looks after downlinks that wait; called at intervals. */
  void check() {
    router.look();
    downlinks.check();
  }

  /** What is wrong with the converters. */
  List<String> problems() {
    return converters.problems();
  }

  /** The converters in use. */
  List<Parts.InUse> converters() {
    return converters.inUse();
  }

  /** Refuses uplinks because an operator wants so, or takes them again. */
  void intakePaused(boolean paused) {
    uplinks.paused(paused);
  }

  /** Sends nothing to devices any more. */
  void pause() {
    downlinks.pause();
  }

  void close() {
    converters.close();
  }

  /** All that the paths need of one configuration. */
  private record Setup(
      IntegrationConfiguration wanted, ConverterSlot.Choice converters, IntegrationPlan plan) {}

  /**
   * One configuration in the place of another. First the new one is put to use, then the former
   * converters are closed: an uplink that holds one of them is never refused, since the path tries
   * it again with the one in use.
   */
  final class Exchange implements TransportSet.Turn {
    private final Setup next;
    private final Optional<Setup> former;

    private Exchange(Setup next) {
      this.next = next;
      this.former = inUse;
    }

    /** Uses the new configuration from now on; again is nothing. */
    @Override
    public void forth() {
      if (!inUse.equals(Optional.of(next))) {
        install(next);
      }
    }

    /** Uses the former configuration again, if there is one. */
    @Override
    public void back() {
      if (former.isPresent() && inUse.equals(Optional.of(next))) {
        install(former.get());
      }
    }

    /** Closes the converters of the two configurations that are not in use. */
    void end() {
      converters.release(next.converters());
      former.map(Setup::converters).ifPresent(converters::release);
    }
  }
}
