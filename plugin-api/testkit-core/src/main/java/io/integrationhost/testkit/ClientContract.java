package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.abort;

import com.typesafe.config.ConfigException;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.TransportPlugin;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is relied on in a transport that dials its peers and is built on the kit, as tests. Extend
 * it and say how a good peer answers. Runs on virtual sockets and takes no time. One test may let
 * some minutes pass; whoever polls less often should do it more often in {@link #configuration}.
 */
public abstract class ClientContract {

  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofMinutes(3);

  /** Longer than anybody waits before a peer that was silent for {@link #LONG} is asked again. */
  private static final Duration VERY_LONG = Duration.ofMinutes(15);

  private TransportPlugin plugin;
  private VirtualContext context;
  private Transport transport;

  /** A new plugin object. */
  protected abstract TransportPlugin plugin();

  /** A slice that works, as JSON or HOCON, with one peer that is polled or speaks by itself. */
  protected abstract String configuration();

  /** Slices that {@link TransportPlugin#create} must refuse; at least one. */
  protected abstract List<String> badConfigurations();

  /**
   * What a good peer says.
   *
   * @param heard all that came since it answered last; empty at the beginning
   * @return its answer; empty when it has to hear more first
   */
  protected abstract byte[] answer(byte[] heard);

  /** A downlink that the transport can take; empty when it takes none. */
  protected abstract Optional<Downlink> downlink();

  @BeforeEach
  final void create() {
    plugin = plugin();
    context = VirtualContext.virtual(configuration());
    transport = plugin.create(context);
  }

  @AfterEach
  final void stop() {
    context.uplinks().release();
    context.join(transport.stop());
    plugin.close();
    context.close();
  }

  private void start() {
    context.join(transport.start());
  }

  /** A good peer answers until so many uplinks were published. */
  private void answers(int wanted) {
    Instant end = context.time().now().plus(VERY_LONG);
    while (context.uplinks().count() < wanted && context.time().now().isBefore(end)) {
      List<VirtualDevice> peers = context.peers();
      if (!peers.isEmpty()) {
        answer(peers.get(peers.size() - 1));
      }
      context.passes(STEP);
    }
    assertThat(context.uplinks().count())
        .as("uplinks from a good peer, health is %s", transport.health())
        .isGreaterThanOrEqualTo(wanted);
  }

  private void answer(VirtualDevice peer) {
    byte[] answer = answer(peer.heard());
    if (answer.length > 0) {
      peer.take(peer.heard().length);
      peer.say(answer);
    }
  }

  private VirtualDevice awaitPeer() {
    Instant end = context.time().now().plus(LONG);
    while (context.peers().isEmpty() && context.time().now().isBefore(end)) {
      context.passes(STEP);
    }
    assertThat(context.peers()).as("peers that were dialled").isNotEmpty();
    return context.peers().get(0);
  }

  @Test
  final void createDialsNobody() {
    context.peersAnswer(true);
    context.passes(LONG);
    assertThat(context.dialled()).as("when create() alone has dialled").isEmpty();
    assertThat(transport.health()).isNotNull();
  }

  @Test
  final void badConfigurationsFailInCreate() {
    assertThat(badConfigurations()).as("badConfigurations() must name some").isNotEmpty();
    for (String slice : badConfigurations()) {
      try (VirtualContext bad = VirtualContext.virtual(slice)) {
        Throwable thrown = catchThrowable(() -> plugin.create(bad));
        assertThat(
                thrown instanceof ConfigException
                    || (thrown instanceof TransportException e
                        && e.kind() == TransportException.Kind.CONFIGURATION))
            .as("create() with %s must fail as a matter of configuration, but: %s", slice, thrown)
            .isTrue();
      }
    }
  }

  @Test
  final void aPeerThatIsAwayFailsNoStart() {
    start();
    context.passes(Duration.ofMinutes(1));
    Health health = transport.health();
    assertThat(health.status()).as("health while the peer is away").isEqualTo(Health.Status.DOWN);
    assertThat(health.detail()).as("what an operator is told").isNotBlank();
    context.peersAnswer(true);
    answers(1);
    assertThat(transport.health().status()).isEqualTo(Health.Status.UP);
  }

  @Test
  final void triesAgainInMeasure() {
    start();
    context.passes(Duration.ofMinutes(10));
    List<Instant> tries = context.dialled();
    assertThat(tries).as("tries in ten minutes").hasSizeBetween(5, 150);
    for (int i = 1; i < tries.size(); i++) {
      assertThat(Duration.between(tries.get(i - 1), tries.get(i)))
          .as("between tries %s and %s", i, i + 1)
          .isBetween(Duration.ofMillis(500), Duration.ofMinutes(2));
    }
  }

  @Test
  final void comesBackAfterThePeerLeft() {
    context.peersAnswer(true);
    start();
    answers(1);
    for (int round = 0; round < 3; round++) {
      context.peersAnswer(false);
      context.passes(Duration.ofSeconds(30));
      assertThat(transport.health().status()).isNotEqualTo(Health.Status.UP);
      context.peersAnswer(true);
      answers(context.uplinks().count() + 1);
    }
  }

  @Test
  final void comesBackAfterAnAnswerWasCut() {
    context.peersAnswer(true);
    start();
    VirtualDevice peer = awaitPeer();
    byte[] answer = {};
    for (int step = 0; step < LONG.toMillis() / STEP.toMillis() && answer.length == 0; step++) {
      context.passes(STEP);
      answer = answer(peer.heard());
    }
    peer.say(Arrays.copyOf(answer, answer.length / 2));
    peer.close();
    answers(context.uplinks().count() + 1);
  }

  @Test
  final void survivesAPeerThatNeverAnswers() {
    context.peersAnswer(true);
    start();
    awaitPeer();
    context.passes(LONG);
    answers(context.uplinks().count() + 1);
  }

  @Test
  final void survivesAPeerThatTalksNonsense() {
    Random random = new Random(20_260_101);
    context.peersAnswer(true);
    start();
    awaitPeer();
    for (int i = 0; i < 1_000; i++) {
      List<VirtualDevice> peers = context.peers();
      VirtualDevice peer = peers.get(peers.size() - 1);
      if (peer.isConnected()) {
        byte[] nonsense = new byte[1 + random.nextInt(60)];
        random.nextBytes(nonsense);
        peer.say(nonsense);
        peer.take(peer.heard().length);
      }
      context.passes(STEP);
    }
    context.peersAnswer(false);
    context.peersAnswer(true);
    answers(context.uplinks().count() + 1);
  }

  @Test
  final void goesOnAfterTheHostRefused() {
    context.peersAnswer(true);
    start();
    for (Receipt.Reason reason : Receipt.Reason.values()) {
      context.uplinks().reject(reason, "refused by the contract");
      answers(context.uplinks().count() + 1);
    }
    context.uplinks().answerAlways(new Receipt.Stored());
    answers(context.uplinks().count() + 1);
  }

  @Test
  final void aDownlinkEndsThoughThePeerIsSilent() {
    if (downlink().isEmpty()) {
      abort("this transport takes no downlinks");
    }
    Downlink nobody =
        new Downlink("never heard of it", ContentType.TEXT, downlink().get().payload(), Map.of());
    context.peersAnswer(true);
    start();
    answers(1);
    assertThat(ended(nobody)).as("a downlink for nobody").isTrue();
    assertThat(catchThrowable(() -> context.join(transport.downlink(nobody))))
        .hasCauseInstanceOf(TransportException.class);
    assertThat(ended(downlink().get())).as("a downlink that nobody confirms").isTrue();
    context.peersAnswer(false);
    assertThat(ended(downlink().get())).as("a downlink while the peer is away").isTrue();
  }

  private boolean ended(Downlink downlink) {
    CompletableFuture<Void> sent = transport.downlink(downlink).toCompletableFuture();
    context.passes(LONG);
    return sent.isDone();
  }

  @Test
  final void stopsWhileItDials() {
    CompletionStage<Void> started = transport.start();
    context.join(transport.stop());
    context.run();
    assertThat(started.toCompletableFuture()).as("start(), either way").isDone();
    int before = context.dialled().size();
    context.passes(LONG);
    assertThat(context.dialled()).as("tries after the stop").hasSize(before);
  }

  @Test
  final void leavesNothingBehind() {
    context.peersAnswer(true);
    start();
    answers(1);
    context.join(transport.stop());
    context.join(transport.stop());
    int before = context.dialled().size();
    int uplinks = context.uplinks().count();
    context.passes(LONG);
    assertThat(context.dialled()).as("tries after the stop").hasSize(before);
    assertThat(context.uplinks().count()).as("uplinks after the stop").isEqualTo(uplinks);
    assertThat(context.wire().open()).as("sessions after the stop").isEmpty();
    assertThat(context.peers()).noneMatch(VirtualDevice::isConnected);
    assertThat(context.memory().taken()).as("memory after the stop").isZero();
  }
}
