package io.integrationhost.host.back;

import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.host.board.Joint;
import io.integrationhost.host.deadletter.DeadLetter;
import io.integrationhost.host.deadletter.DeadLetterStore;
import io.integrationhost.host.deadletter.ReplayWatcher;
import io.integrationhost.host.delivery.Deliverer;
import io.integrationhost.host.delivery.RefusalRules;
import io.integrationhost.host.delivery.Refusals;
import io.integrationhost.host.delivery.SuspectFolder;
import io.integrationhost.host.downlink.DownlinkCounters;
import io.integrationhost.host.downlink.DownlinkListener;
import io.integrationhost.host.downlink.DownlinkLog;
import io.integrationhost.host.downlink.DownlinkPath;
import io.integrationhost.host.downlink.DownlinkRoute;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.remote.LinkChannels;
import io.integrationhost.remote.LinkCounters;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts backs together. */
public final class BackFactory {

  private static final Logger log = LoggerFactory.getLogger(BackFactory.class);
  private static final Duration REPLAY_INTERVAL = Duration.ofSeconds(2);

  private final HostSettings settings;
  private final LinkChannels links;
  private final DeadLetterStore deadLetters;
  private final ScheduledExecutorService control;
  private final ScheduledExecutorService delivery;
  private final ScheduledExecutorService storage;
  private final Clock clock;

  /**
   * A factory.
   *
   * @param control one thread, on which all integrations are controlled
   * @param delivery carries records over the links
   * @param storage may wait for a disk
   */
  public BackFactory(
      HostSettings settings,
      LinkChannels links,
      DeadLetterStore deadLetters,
      ScheduledExecutorService control,
      ScheduledExecutorService delivery,
      ScheduledExecutorService storage,
      Clock clock) {
    this.settings = settings;
    this.links = links;
    this.deadLetters = deadLetters;
    this.control = control;
    this.delivery = delivery;
    this.storage = storage;
    this.clock = clock;
  }

  /**
   * A back that is ready to be started. Waits for the disk.
   *
   * @param sender what the integration's events leave by; the link is attached to it
   * @param route where downlinks go
   * @param looking learns what becomes of downlinks
   * @throws io.integrationhost.remote.LinkException when the files for encryption cannot be used
   */
  public Back create(
      Joint joint,
      LinkSender sender,
      DownlinkRoute route,
      LinkCounters linkCounters,
      DownlinkCounters downlinkCounters,
      DownlinkListener looking) {
    String name = joint.name();
    PausableSender readings = new PausableSender(sender);
    Deliverer deliverer =
        new Deliverer(
            name,
            joint.log(),
            readings,
            settings.batch(),
            new Refusals(
                RefusalRules.standard(),
                new SuspectFolder(name, settings.dataDirectory(), storage),
                (item, reason) -> giveUp(name, item, reason, joint.warnings())),
            joint.counters(),
            delivery,
            System::nanoTime);
    joint.log().onReadable(deliverer::wake);
    DownlinkPath downlinks =
        new DownlinkPath(
            name,
            joint.settings().credentials().routingKey(),
            route,
            settings.dataDirectory(),
            List.of(new DownlinkLog(name, joint.warnings()), joint.events().downlinks(), looking),
            joint.warnings(),
            control,
            storage,
            clock,
            downlinkCounters);
    LinkSlot link =
        new LinkSlot(
            joint.settings(),
            wanted -> {
              LinkEvents heard =
                  new LinkEvents(
                      name,
                      joint.board(),
                      deliverer,
                      joint.events(),
                      downlinks,
                      joint.counters(),
                      control);
              return new LinkSlot.Opened(
                  links.open(settings.link().linkOf(wanted), linkCounters, heard), heard);
            },
            sender);
    ReplayWatcher replay =
        new ReplayWatcher(
            name, settings.dataDirectory(), joint.log()::append, storage, deadLetters.counts(name));
    replay.start(REPLAY_INTERVAL);
    return new Back(
        link,
        linkCounters,
        joint.log(),
        deliverer,
        readings,
        replay,
        joint.events(),
        new StatusReport(name, joint.events()),
        downlinks,
        control);
  }

  private CompletionStage<Void> giveUp(
      String integration, byte[] item, String reason, RateLimitedLog warnings) {
    warnings.warn(
        log,
        "dead letter",
        "integration '"
            + integration
            + "': ThingsBoard refuses a reading for good: \""
            + reason
            + "\"; it is kept aside, see 'integration-host dead-letters list'");
    return deadLetters.add(DeadLetter.refused(integration, clock.instant(), reason, item));
  }
}
