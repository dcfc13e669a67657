package io.integrationhost.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.integrationhost.remote.proto.UplinkMsg;
import io.integrationhost.remote.proto.UplinkResponseMsg;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswersTest extends EmulatorTest {
  private RawLink link;

  @BeforeEach
  void open() {
    start(EmulatorSettings.builder().maxOwedAnswers(50));
    link = connected();
  }

  @Test
  void heartbeatSucceedsWithoutATrace() {
    link.heartbeat();
    assertThat(link.answer().getSuccess()).isTrue();
    assertThat(sensors.received()).isEmpty();
    assertThat(sensors.counts().messages()).isEqualTo(1);
  }

  @Test
  void oneAnswerEachInOrder() {
    sensors.answers(AnswerPolicy.standard().failEvery(3, "third"));
    for (int i = 0; i < 300; i++) {
      link.uplink(Uplinks.device("D", i));
    }
    for (int i = 1; i <= 300; i++) {
      UplinkResponseMsg answer = link.answer();
      assertThat(answer.getErrorMsg()).as("answer %d", i).isEqualTo(i % 3 == 0 ? "third" : "");
    }
    assertThat(sensors.counts())
        .extracting(ReceivedCounts::messages, ReceivedCounts::failed, ReceivedCounts::devices)
        .containsExactly(300L, 100L, 200L);
  }

  @Test
  void delayedAnswersStayInOrderAndDoNotHoldUpProcessing() {
    sensors.answers(AnswerPolicy.standard().delayed(Duration.ofMillis(300)).failNext(1, "first"));
    long start = System.nanoTime();
    link.uplink(Uplinks.device("A"));
    link.uplink(Uplinks.device("B"));
    eventually().until(() -> sensors.received().size() == 1 && sensors.counts().messages() == 2);
    sensors.answers(AnswerPolicy.standard());
    link.uplink(Uplinks.device("C"));
    assertThat(link.answer().getErrorMsg()).isEqualTo("first");
    assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(250).toNanos());
    assertThat(link.answer().getSuccess()).isTrue();
    assertThat(link.answer().getSuccess()).isTrue();
  }

  @Test
  void failuresAlwaysOrForTheNextFew() {
    sensors.answers(AnswerPolicy.standard().failNext(2, "soon over"));
    link.heartbeat();
    assertThat(link.answer().getSuccess()).isTrue();
    assertThat(link.answerTo(Uplinks.device("D")).getErrorMsg()).isEqualTo("soon over");
    assertThat(link.answerTo(Uplinks.device("D")).getErrorMsg()).isEqualTo("soon over");
    assertThat(link.answerTo(Uplinks.device("D")).getSuccess()).isTrue();
    sensors.answers(AnswerPolicy.standard().failAlways("no"));
    assertThat(link.answerTo(Uplinks.device("D")).getErrorMsg()).isEqualTo("no");
    assertThat(sensors.received()).hasSize(1);
  }

  @Test
  void failuresForAWhile() {
    sensors.answers(AnswerPolicy.standard().failFor(Duration.ofHours(1), "down"));
    assertThat(link.answerTo(Uplinks.device("D")).getErrorMsg()).isEqualTo("down");
    sensors.answers(AnswerPolicy.standard().failFor(Duration.ZERO, "down"));
    assertThat(link.answerTo(Uplinks.device("D")).getSuccess()).isTrue();
  }

  @Test
  void aStreamEndsAtAnItemAndKeepsTheItemsBefore() throws Exception {
    sensors.answers(AnswerPolicy.standard().cutWhere(item -> item.name().equals("bad")));
    assertThat(link.answerTo(Uplinks.device("first")).getSuccess()).isTrue();
    link.uplink(Uplinks.devices("a", "bad", "c"));
    assertThat(link.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(sensors.received()).extracting(ReceivedItem::name).containsExactly("first", "a");
  }

  @Test
  void failureOfAnItemKeepsTheItemsBefore() {
    sensors.answers(
        AnswerPolicy.standard().failWhere(item -> item.name().equals("bad"), "poisoned"));
    assertThat(link.answerTo(Uplinks.devices("a", "bad", "c")).getErrorMsg()).isEqualTo("poisoned");
    assertThat(link.answerTo(Uplinks.device("d")).getSuccess()).isTrue();
    assertThat(sensors.received()).extracting(ReceivedItem::name).containsExactly("a", "d");
    assertThat(sensors.counts().devices()).isEqualTo(2);
  }

  @Test
  void limitOfEachDevice() {
    sensors.answers(AnswerPolicy.standard().limited(RateLimit.Scope.DEVICE, 2, Duration.ofDays(1)));
    assertThat(link.answerTo(Uplinks.devices("a", "a", "b")).getSuccess()).isTrue();
    assertThat(link.answerTo(Uplinks.devices("b", "a", "b")).getErrorMsg())
        .isEqualTo("DEVICE rate limits reached!");
    assertThat(sensors.received())
        .extracting(ReceivedItem::name)
        .containsExactly("a", "a", "b", "b");
  }

  @Test
  void limitOfTheTenantIsOverAfterThePeriod() {
    sensors.answers(
        AnswerPolicy.standard().limited(RateLimit.Scope.TENANT, 1, Duration.ofMillis(200)));
    assertThat(link.answerTo(Uplinks.device("a")).getSuccess()).isTrue();
    List<String> texts = new ArrayList<>();
    eventually()
        .until(
            () -> {
              UplinkResponseMsg answer = link.answerTo(Uplinks.devices("b", "c"));
              texts.add(answer.getErrorMsg());
              return sensors.received().size() >= 2;
            });
    assertThat(texts).allMatch("TENANT rate limits reached!"::equals);
    assertThat(sensors.received()).extracting(ReceivedItem::name).startsWith("a", "b");
  }

  @Test
  void heldAnswersAreReleasedInOrder() {
    sensors.answers(AnswerPolicy.standard().failNext(1, "first"));
    sensors.holdAnswers();
    for (int i = 0; i < 5; i++) {
      link.uplink(Uplinks.device("D", i));
    }
    eventually().until(() -> sensors.owedAnswers() == 5);
    assertThat(link.waiting()).isZero();
    sensors.releaseAnswers(1);
    assertThat(link.answer().getErrorMsg()).isEqualTo("first");
    assertThat(sensors.owedAnswers()).isEqualTo(4);
    sensors.releaseAnswers();
    for (int i = 0; i < 4; i++) {
      assertThat(link.answer().getSuccess()).isTrue();
    }
    assertThat(link.answerTo(Uplinks.device("D")).getSuccess()).isTrue();
  }

  @Test
  void streamThatOwesTooMuchIsNotReadOn() {
    sensors.holdAnswers();
    for (int i = 0; i < 500; i++) {
      link.uplink(Uplinks.device("D", i));
    }
    eventually().until(() -> sensors.owedAnswers() >= 50);
    assertThat(sensors.owedAnswers()).isLessThan(100);
    sensors.releaseAnswers();
    for (int i = 0; i < 500; i++) {
      assertThat(link.answer().getSuccess()).isTrue();
    }
    assertThat(sensors.counts().devices()).isEqualTo(500);
  }

  @Test
  void streamDropsWithoutAnsweringWhatItProcessed() throws Exception {
    sensors.answers(AnswerPolicy.standard().dropAfter(2, false));
    sensors.holdAnswers();
    link.uplink(Uplinks.device("a"));
    link.uplink(Uplinks.device("b"));
    assertThat(link.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(link.waiting()).isZero();
    assertThat(sensors.counts().devices()).isEqualTo(2);
  }

  @Test
  void streamDropsAfterAnsweringAndOnlyOnce() throws Exception {
    sensors.answers(AnswerPolicy.standard().dropAfter(2, true));
    link.uplink(Uplinks.device("a"));
    link.uplink(Uplinks.device("b"));
    assertThat(link.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(link.waiting()).isEqualTo(2);
    RawLink second = connected();
    for (int i = 0; i < 4; i++) {
      assertThat(second.answerTo(Uplinks.device("c")).getSuccess()).isTrue();
    }
  }

  @Test
  void halfCloseIsCompletedAfterTheOwedAnswers() throws Exception {
    sensors.holdAnswers();
    link.uplink(Uplinks.device("a"));
    link.halfClose();
    eventually().until(() -> sensors.owedAnswers() == 1);
    assertThat(link.hasEnded()).isFalse();
    sensors.releaseAnswers();
    assertThat(link.answer().getSuccess()).isTrue();
    assertThat(link.end().isOk()).isTrue();
    assertThat(sensors.sessions().connected()).isZero();
  }

  @Test
  void messageBeyondFourMebibytesKillsTheStream() throws Exception {
    UplinkMsg fits = padded(4 * 1024 * 1024 - 100);
    assertThat(link.answerTo(fits).getSuccess()).isTrue();
    link.uplink(padded(4 * 1024 * 1024));
    assertThat(link.end().getCode()).isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED);
    eventually().until(() -> sensors.sessions().connected() == 0);
  }

  private static UplinkMsg padded(int bytes) {
    return Uplinks.of(
            Uplinks.item("D", 1)
                .setPostAttributesMsg(Uplinks.attributes(Uplinks.text("k", "x".repeat(bytes)))))
        .build();
  }
}
