package io.integrationhost.plugins.mqtt;

import static io.integrationhost.plugins.mqtt.FakeBroker.PUBACK;
import static io.integrationhost.plugins.mqtt.FakeBroker.PUBCOMP;
import static io.integrationhost.plugins.mqtt.FakeBroker.PUBREC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** When the broker is told that a message is done. */
@Execution(ExecutionMode.CONCURRENT)
class AcknowledgementTest {

  private static final Receipt OVERLOADED =
      new Receipt.Rejected(Receipt.Reason.OVERLOADED, "too much");

  private final Running running = new Running();
  private FakeBroker broker;

  @BeforeEach
  void open() throws IOException {
    broker = new FakeBroker(false);
  }

  @AfterEach
  void close() throws IOException {
    broker.close();
    running.close();
  }

  private StartedTransport start(String more) {
    return running.start(broker.port(), "cleanSession = false", more);
  }

  private static String text(Uplink uplink) {
    return new String(((Uplink.Payload) uplink).bytes(), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void comesAfterTheReceiptAndInOrder() throws IOException {
    StartedTransport transport = start("");
    FakeBroker.Peer peer = broker.serve(false);
    transport.uplinks().hold();
    peer.publish("plant/1", "a", 1, 1, false);
    peer.publish("plant/2", "b", 2, 2, false);
    peer.publish("plant/3", "c", 1, 3, false);
    transport.uplinks().awaitCount(3);
    assertThat(peer.isSilent(100)).isTrue();
    transport.uplinks().release(1);
    assertThat(peer.read().number(0)).isEqualTo(1);
    transport.uplinks().release();
    FakeBroker.Packet second = peer.read();
    assertThat(second.type()).isEqualTo(PUBREC);
    assertThat(second.number(0)).isEqualTo(2);
    FakeBroker.Packet third = peer.read();
    assertThat(third.type()).isEqualTo(PUBACK);
    assertThat(third.number(0)).isEqualTo(3);
    peer.write("62 02 00 02");
    assertThat(peer.read(PUBCOMP).number(0)).isEqualTo(2);
  }

  @Test
  void waitsForAnEarlierOneThatTheHostDoesNotTake() throws IOException {
    StartedTransport transport = start("");
    FakeBroker.Peer peer = broker.serve(false);
    var isFull = new AtomicBoolean(true);
    transport
        .uplinks()
        .answer(
            uplink ->
                CompletableFuture.completedFuture(
                    isFull.get() && text(uplink).startsWith("slow")
                        ? OVERLOADED
                        : new Receipt.Stored()));
    peer.publish("plant/slow", "slow 1", 1, 1, false);
    peer.publish("plant/slow", "slow 2", 1, 2, false);
    peer.publish("plant/quick", "quick", 1, 3, false);
    await().until(() -> transport.uplinks().texts().contains("quick"));
    assertThat(peer.isSilent(100)).isTrue();
    Running.awaitHealth(transport, "OVERLOADED, too much");
    isFull.set(false);
    assertThat(List.of(peer.read().number(0), peer.read().number(0), peer.read().number(0)))
        .containsExactly(1, 2, 3);
    List<String> texts = transport.uplinks().texts();
    // The order of a topic holds over refusals.
    assertThat(texts.lastIndexOf("slow 1")).isLessThan(texts.lastIndexOf("slow 2"));
    assertThat(texts.stream().filter("slow 2"::equals)).hasSize(1);
    Running.awaitUp(transport);
  }

  @Test
  void comesForWhatIsFiledAndNotForWhatIsRefused() throws IOException {
    StartedTransport transport = start("");
    FakeBroker.Peer peer = broker.serve(false);
    transport
        .uplinks()
        .answerAlways(new Receipt.Rejected(Receipt.Reason.CONVERTER, "no number", true));
    peer.publish("plant/1", "poison", 1, 1, false);
    assertThat(peer.read(PUBACK).number(0)).isEqualTo(1);
    transport.uplinks().reject(Receipt.Reason.CONVERTER, "not filed");
    peer.publish("plant/1", "poison", 1, 2, false);
    await().until(() -> transport.uplinks().count() >= 3);
    transport.uplinks().reject(Receipt.Reason.DISABLED, "");
    assertThat(peer.isSilent(100)).isTrue();
    transport.uplinks().answerAlways(new Receipt.NoContent());
    assertThat(peer.read(PUBACK).number(0)).isEqualTo(2);
  }

  @Test
  void isGivenOnceForWhatComesTwiceWhileTheHostIsBusy() throws IOException {
    StartedTransport transport = start("");
    FakeBroker.Peer first = broker.serve(true);
    transport.uplinks().hold();
    first.publish("plant/1", "a", 1, 7, false);
    first.publish("plant/1", "b", 2, 8, false);
    transport.uplinks().awaitCount(2);
    first.close();
    FakeBroker.Peer second = broker.serve(true);
    second.publish("plant/1", "a", 1, 7, true);
    second.publish("plant/1", "b", 2, 8, true);
    assertThat(second.isSilent(100)).isTrue();
    transport.uplinks().release();
    assertThat(second.read(PUBACK).number(0)).isEqualTo(7);
    assertThat(second.read(PUBREC).number(0)).isEqualTo(8);
    second.close();
    FakeBroker.Peer third = broker.serve(true);
    third.publish("plant/1", "b", 2, 8, true);
    assertThat(third.read(PUBREC).number(0)).isEqualTo(8);
    assertThat(transport.uplinks().texts()).containsExactly("a", "b");
    // Not the same, whatever its id: a broker may have lost its memory.
    third.publish("plant/1", "other", 2, 8, true);
    assertThat(third.read(PUBREC).number(0)).isEqualTo(8);
    third.write("62 02 00 08");
    assertThat(third.read(PUBCOMP).number(0)).isEqualTo(8);
    third.publish("plant/1", "other", 2, 8, true);
    assertThat(third.read(PUBREC).number(0)).isEqualTo(8);
    assertThat(transport.uplinks().texts()).containsExactly("a", "b", "other", "other");
  }

  @Test
  void isNotBelievedOfABrokerThatForgot() throws IOException {
    StartedTransport transport = start("");
    FakeBroker.Peer first = broker.serve(true);
    first.publish("plant/1", "a", 2, 8, false);
    assertThat(first.read(PUBREC).number(0)).isEqualTo(8);
    first.close();
    FakeBroker.Peer second = broker.serve(false);
    second.publish("plant/1", "a", 2, 8, true);
    assertThat(second.read(PUBREC).number(0)).isEqualTo(8);
    assertThat(transport.uplinks().texts()).containsExactly("a", "a");
  }

  @Test
  void stopsReadingBeyondTheWindowAndStaysAlive() throws IOException {
    StartedTransport transport = start("maxUnsettled = 3, keepAliveSeconds = 1");
    FakeBroker.Peer peer = broker.serve(false);
    transport.uplinks().hold();
    for (int i = 1; i <= 10; i++) {
      peer.publish("plant/" + i, "x" + i, i % 3, i, false);
    }
    transport.uplinks().awaitCount(3);
    // The broker answers no PINGREQ that the client could read now.
    for (int i = 0; i < 3; i++) {
      assertThat(peer.read().type()).isEqualTo(FakeBroker.PINGREQ);
    }
    assertThat(transport.uplinks().count()).isEqualTo(3);
    transport.uplinks().release();
    transport.uplinks().awaitCount(10);
    assertThat(peer.read(PUBACK).number(0)).isEqualTo(1);
  }

  @Test
  void restsWhileAnOperatorPauses() throws IOException {
    StartedTransport transport = start("");
    FakeBroker.Peer peer = broker.serve(false);
    transport.transport().pause(true);
    peer.publish("plant/1", "a", 1, 1, false);
    assertThat(peer.isSilent(100)).isTrue();
    assertThat(transport.uplinks().count()).isZero();
    transport.transport().pause(false);
    assertThat(peer.read(PUBACK).number(0)).isEqualTo(1);
  }

  @Test
  void comesForWhatTheHostTookAfterAnError() throws IOException {
    StartedTransport transport = start("");
    FakeBroker.Peer peer = broker.serve(false);
    var isBroken = new AtomicBoolean(true);
    transport
        .uplinks()
        .answer(
            uplink -> {
              if (isBroken.getAndSet(false)) {
                throw new StackOverflowError("of the host");
              }
              return CompletableFuture.completedFuture(new Receipt.Stored());
            });
    peer.publish("plant/1", "a", 1, 1, false);
    assertThat(peer.read(PUBACK).number(0)).isEqualTo(1);
  }

  /** The broker sends again what has quality of service 1 and 2, and nothing else. */
  @Test
  void neverComesForWhatIsCountedAsLost() throws IOException {
    StartedTransport transport = start("maxUnsettled = 2");
    transport.uplinks().reject(Receipt.Reason.DISABLED, "");
    for (int i = 1; i <= 2; i++) {
      FakeBroker.Peer peer = broker.serve(i > 1);
      peer.publish("plant/1", "a", 0, 0, false);
      peer.publish("plant/2", "b", 1, i, false);
      int known = 2 * i;
      await().until(() -> transport.context().metrics().gauge("unsettled") == known);
      peer.close();
    }
    await().until(() -> transport.context().metrics().gauge("unsettled") == 2);
    assertThat(transport.context().metrics().count("messages_lost")).isEqualTo(1);
    StartedTransport.join(transport.transport().stop());
    assertThat(transport.context().metrics().count("messages_lost")).isEqualTo(2);
  }

  /** A host files what its converter refuses; of this there is nothing that it could take. */
  @Test
  void comesForWhatCannotBeReadWhichIsToldByTopic() throws IOException {
    StartedTransport transport = start("decode = sparkplug-b");
    FakeBroker.Peer peer = broker.serve(false);
    peer.publish("spBv1.0/hall/NBIRTH/press", "no protobuf", 1, 1, false);
    assertThat(peer.read(PUBACK).number(0)).isEqualTo(1);
    assertThat(transport.context().metrics().count("messages_malformed")).isEqualTo(1);
    assertThat(transport.transport().facts().get("messages that could not be read, by topic"))
        .startsWith("'spBv1.0/hall/NBIRTH/press' (1); the last: ");
  }

  /** What waits for the host must not take the places of the next connection, its login first. */
  @Test
  void keepsNoConnectionFromBeginningHoweverManyWereLost() throws IOException {
    StartedTransport transport = start("maxUnsettled = 2");
    transport.uplinks().hold();
    for (int i = 0; i < 3; i++) {
      FakeBroker.Peer lost = broker.serve(i > 0);
      lost.publish("plant/1", "a", 1, 1, i > 0);
      lost.publish("plant/2", "b", 2, 2, i > 0);
      int known = 2 * i;
      transport.uplinks().awaitCount(2);
      await().until(() -> transport.context().metrics().gauge("duplicates") == known);
      lost.close();
    }
    FakeBroker.Peer peer = broker.serve(true);
    peer.publish("plant/1", "a", 1, 1, true);
    peer.publish("plant/2", "b", 2, 2, true);
    assertThat(peer.isSilent(100)).isTrue();
    transport.uplinks().release();
    assertThat(peer.read(PUBACK).number(0)).isEqualTo(1);
    assertThat(peer.read(PUBREC).number(0)).isEqualTo(2);
    assertThat(transport.uplinks().texts()).containsExactly("a", "b");
  }
}
