package io.integrationhost.host.downlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.converter.DownlinkData;
import io.integrationhost.converter.DownlinkRequest;
import io.integrationhost.ground.RateLimitedLog;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every downlink ends, whatever its transport says of it. */
final class DownlinkEndsTest implements DownlinkListener, DownlinkTarget {

  private static final SendOutcome NOT_NOW = new SendOutcome.NotNow("it takes nothing");
  private static final SendOutcome UNCONFIRMED = new SendOutcome.Unconfirmed("no answer");

  @TempDir private Path data;
  private final ManualTime time = new ManualTime();
  private final Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  private final List<String> reports = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final List<Downlink> downlinks = new ArrayList<>();
  private final AwaitedDevices awaited = new AwaitedDevices();
  private SendOutcome answer = UNCONFIRMED;
  private final DownlinkCounters counters = new DownlinkCounters();
  private Outbox outbox;

  private Outbox outbox() {
    RateLimitedLog log = new RateLimitedLog(System::nanoTime, Duration.ofSeconds(10));
    Router router = new Router();
    router.targets(() -> List.of(this));
    Outbox made =
        new Outbox(
            router,
            new WaitingFiles("Valves", folder(), Runnable::run, log),
            awaited,
            new Reports(counters, List.of(this)),
            counters,
            time,
            clock);
    made.open(true);
    return made;
  }

  private WaitingFolder folder() {
    return new WaitingFolder(data, "Valves", "key");
  }

  private void send(int number) {
    outbox.accept(
        new WaitingDownlink(
            number,
            clock.instant(),
            "A",
            "RPC",
            new DownlinkData(ContentType.TEXT, new byte[] {(byte) number}, Map.of()),
            "id-" + number,
            Optional.of("rpc-" + number),
            Tries.NONE));
    time.pass(Duration.ZERO);
  }

  /** The device is heard all the time. */
  private void passHeard(Duration duration) {
    Duration end = time.elapsed().plus(duration);
    while (time.elapsed().compareTo(end) < 0) {
      time.pass(Duration.ofMillis(500));
      outbox.heard("A");
      outbox.check();
    }
  }

  @Test
  void endsWhenNobodyConfirmsItHoweverOftenTheDeviceIsHeard() {
    outbox = outbox();
    send(1);
    answer = UNCONFIRMED;
    send(2);
    passHeard(Duration.ofSeconds(155));
    assertThat(asked)
        .as("the device of the first one rests 1 s, 5 s, 30 s, 2 min")
        .containsExactly("1 at 0 s", "1 at 1 s", "1 at 6 s", "1 at 36 s");
    assertThat(awaited.waiting("A")).isEqualTo(2);
    passHeard(Duration.ofSeconds(2));
    assertThat(asked).contains("1 at 156 s", "2 at 156 s");
    assertThat(reports)
        .contains(
            "failed A: nobody confirmed it in 5 attempts (downlinks.attempts): no answer",
            "held A: (id id-1) was not sent at attempt 2, and 1 later ones wait behind it: no"
                + " answer",
            "held A: (id id-1) was not sent at attempt 4, and 1 later ones wait behind it: no"
                + " answer")
        .noneMatch(report -> report.contains("attempt 1,"));
    assertThat(downlinks.subList(0, 5)).extracting(Downlink::id).containsOnly("id-1");
    assertThat(downlinks.subList(0, 5))
        .extracting(Downlink::attempt)
        .containsExactly(1, 2, 3, 4, 5);
    assertThat(downlinks.get(0).rpcRequestId()).contains("rpc-1");
    assertThat(counters.read().ends()).containsEntry(DownlinkEnd.UNCONFIRMED, 1L);
    assertThat(counters.read().waitingBytes()).isPositive();
  }

  @Test
  void endsWhenItsTransportRefusesItAgainAndAgainAlthoughTheDeviceIsHeard() {
    outbox = outbox();
    answer = NOT_NOW;
    send(1);
    send(2);
    passHeard(Duration.ofHours(3));
    assertThat(reports)
        .contains(
            "failed A: it was refused 20 times although its device was heard"
                + " (downlinks.refusals): it takes nothing");
    assertThat(downlinks).extracting(Downlink::attempt).contains(1, 20);
    answer = new SendOutcome.Sent();
    passHeard(Duration.ofMinutes(11));
    assertThat(reports).contains("sent A: 2");
    assertThat(awaited.waiting("A")).isZero();
    assertThat(counters.read().ends())
        .containsEntry(DownlinkEnd.REJECTED, 1L)
        .containsEntry(DownlinkEnd.SENT, 1L);
    assertThat(counters.read().waitingBytes()).isZero();
    assertThat(folder().load().downlinks()).isEmpty();
  }

  @Test
  void waitsForADeviceThatIsNotHeardAsLongAsItMay() {
    outbox = outbox();
    answer = NOT_NOW;
    send(1);
    for (int i = 0; i < 500; i++) {
      time.pass(Duration.ofSeconds(5));
      outbox.check();
    }
    assertThat(downlinks).hasSizeGreaterThan(400).extracting(Downlink::attempt).containsOnly(1);
    assertThat(reports).containsExactly("waiting A");
  }

  @Test
  void countsOnAfterARestart() {
    outbox = outbox();
    send(1);
    passHeard(Duration.ofSeconds(7));
    assertThat(downlinks).hasSize(3);
    time.pass(Duration.ofSeconds(1));
    List<WaitingDownlink> found = folder().load().downlinks();
    assertThat(found).singleElement().matches(each -> each.tries().unconfirmed() == 3);
    downlinks.clear();
    outbox = outbox();
    outbox.recovered(found);
    outbox.check();
    time.pass(Duration.ZERO);
    assertThat(downlinks)
        .singleElement()
        .matches(each -> each.attempt() == 4 && each.id().equals("id-1"));
  }

  @Test
  void isNotTriedOnForADeviceThatLeft() {
    outbox = outbox();
    answer = NOT_NOW;
    send(1);
    outbox.heard("A");
    time.pass(Duration.ZERO);
    outbox.left("A");
    int before = downlinks.size();
    time.pass(Duration.ofMillis(100));
    outbox.check();
    time.pass(Duration.ofSeconds(10));
    assertThat(downlinks).hasSizeLessThanOrEqualTo(before + 2);
    assertThat(downlinks).extracting(Downlink::attempt).containsOnly(1);
  }

  @Test
  void whereNoneMayWaitTheFirstAttemptIsTheLast() {
    outbox = outbox();
    outbox.limits(new WaitingLimits(Duration.ZERO, 0));
    send(1);
    time.pass(Duration.ofMinutes(1));
    assertThat(downlinks).hasSize(1);
    assertThat(reports)
        .singleElement()
        .asString()
        .startsWith("failed A: no answer; the settings let no downlink wait");
  }

  @Override
  public String name() {
    return "tcp";
  }

  @Override
  public CompletionStage<SendOutcome> send(Downlink downlink) {
    downlinks.add(downlink);
    asked.add(downlink.payload()[0] + " at " + time.elapsed().toSeconds() + " s");
    return CompletableFuture.completedFuture(answer);
  }

  @Override
  public void converted(
      String device, DownlinkRequest request, Optional<String> output, Optional<String> error) {}

  @Override
  public void waiting(String device, String messageType, String reason) {
    reports.add("waiting " + device);
  }

  @Override
  public void held(String device, String messageType, String reason) {
    reports.add("held " + device + ": " + reason);
  }

  @Override
  public void sent(String device, String messageType, DownlinkData sent) {
    reports.add("sent " + device + ": " + sent.data()[0]);
  }

  @Override
  public void failed(
      String device, String messageType, String reason, Optional<DownlinkRequest> request) {
    reports.add("failed " + device + ": " + reason);
  }
}
