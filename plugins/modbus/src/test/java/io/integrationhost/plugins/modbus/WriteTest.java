package io.integrationhost.plugins.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.testkit.StartedTransport;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is written and how, against a device whose answers a test writes. */
class WriteTest extends Polling {
  @Test
  void aPausedTransportAsksNothingButWrites() {
    StartedTransport started =
        start(
            "",
            "{name: m, units: 1, pollPeriod: 20, points: ["
                + point("p", 5, ", write: true")
                + "]}");
    started.uplinks().awaitCount(1);
    started.transport().pause(true);
    StartedTransport.join(started.downlink("m", Bytes.utf8("{\"p\": 77}")));
    int before = peer.asked().size();
    started.transport().pause(false);
    soon(() -> peer.asked().size() > before + 3);
    assertThat(peer.register(5, 1)).isEqualTo("004d");
  }

  private static Downlink rpc(String device, String payload, String id) {
    return new Downlink(
        device, ContentType.JSON, Bytes.utf8(payload), Map.of(), "d" + id, 1, Optional.of(id));
  }

  @Test
  void writesAreConfirmedAndToldByTheirRequest() {
    StartedTransport started =
        start(
            "",
            "{name: m, units: 1, pollPeriod: 1 h, points: ["
                + point("p", 5, ", write: true")
                + ", {key: f, register: holding, address: 8, type: 32float, write: true}, {key: c,"
                + " register: coil, address: 3, write: true}]}");
    started.uplinks().awaitCount(1);
    StartedTransport.join(
        started
            .transport()
            .downlink(
                rpc(
                    "m",
                    "{\"write\": [{\"key\": \"f\", \"value\": 1.5, \"readBack\": true}, {\"key\":"
                        + " \"c\", \"value\": true}, {\"register\": \"holding\", \"address\": 20,"
                        + " \"type\": \"64uint\", \"value\": 18446744073709551615}]}",
                    "41")));
    assertThat(peer.register(8, 2)).isEqualTo("3fc00000");
    assertThat(peer.register(20, 4)).isEqualTo("ffffffffffffffff");
    assertThat(peer.coil(3)).isTrue();
    soon(() -> started.uplinks().count() == 2);
    Uplink.Attributes told = (Uplink.Attributes) started.uplinks().all().get(1);
    assertThat(told.values())
        .isEqualTo(
            Map.of(
                "lastWrite",
                Value.json(
                    "{\"method\":\"write\",\"rpcRequestId\":\"41\",\"result\":{\"value\":{\"f\":1.5,\"c\":true,\"holding"
                        + " 20\":\"18446744073709551615\"}}}")));
  }

  private static TransportException.Kind kindOf(CompletionStage<Void> stage) {
    Throwable thrown = catchThrowable(() -> StartedTransport.join(stage));
    assertThat(thrown).hasCauseInstanceOf(TransportException.class);
    return ((TransportException) thrown.getCause()).kind();
  }

  @Test
  void whatADeviceRefusesOrDoesNotConfirmSaysSo() throws IOException {
    StartedTransport started =
        start(
            "retries: 0",
            "{name: m, units: 1, pollPeriod: 1 h, points: ["
                + point("p", 5, ", write: true")
                + "]}");
    started.uplinks().awaitCount(1);
    byte[] write = Bytes.utf8("{\"p\": 77}");
    peer.script(request -> exception(request, 3));
    assertThat(kindOf(started.downlink("m", write))).isEqualTo(TransportException.Kind.REJECTED);
    assertThat(kindOf(started.downlink("m", Bytes.utf8("{\"q\": 1}"))))
        .isEqualTo(TransportException.Kind.REJECTED);
    assertThat(kindOf(started.downlink("m", Bytes.utf8("{\"p\": 65536}"))))
        .isEqualTo(TransportException.Kind.REJECTED);
    assertThat(kindOf(started.downlink("nobody", write)))
        .isEqualTo(TransportException.Kind.REJECTED);
    peer.script(request -> Optional.empty());
    assertThat(kindOf(started.downlink("m", write))).isEqualTo(TransportException.Kind.UNCONFIRMED);
    assertThat(kindOf(started.downlink("m", write))).isEqualTo(TransportException.Kind.UNAVAILABLE);
    peer.close();
    soon(() -> started.transport().health().detail().contains("refused"));
    assertThat(kindOf(started.downlink("m", write))).isEqualTo(TransportException.Kind.UNAVAILABLE);
  }

  @Test
  void writesGoBeforePolls() {
    var mayAnswer = new CountDownLatch(1);
    peer.script(
        request -> {
          try {
            var unused = mayAnswer.await(10, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return peer.plain(request);
        });
    StartedTransport started =
        start(
            "timeoutMs: 10000",
            "{name: \"m ${unit}\", units: 1-5, pollPeriod: 100, points: ["
                + point("p", 1, ", write: true")
                + "]}");
    soon(() -> started.context().metrics().gauge("requests_waiting") == 4);
    CompletionStage<Void> write = started.downlink("m 5", Bytes.utf8("{\"p\": 3}"));
    soon(() -> started.context().metrics().gauge("requests_waiting") == 5);
    mayAnswer.countDown();
    StartedTransport.join(write);
    assertThat(peer.asked().get(1).function()).isEqualTo(6);
  }

  @Test
  void aHostThatThrowsDoesNotUndoAWrite() {
    StartedTransport started =
        start(
            "firstWaitMs: 1000",
            "{name: m, units: 1, points: ["
                + point("p", 5, ", write: true, poll: no")
                + "], polls: [{name: no, periodMs: 3600000}]}");
    started.uplinks().awaitCount(1);
    started
        .uplinks()
        .answer(
            uplink -> {
              throw new IllegalStateException("the host fails in a test");
            });
    StartedTransport.join(started.downlink("m", Bytes.utf8("{\"p\": 77}")));
    assertThat(peer.register(5, 1)).isEqualTo("004d");
    int before = started.uplinks().count();
    started.uplinks().answerAlways(new Receipt.Stored());
    soon(() -> started.uplinks().count() > before);
    assertThat(((Uplink.Attributes) started.uplinks().all().get(before)).values())
        .as("the answer is told when the host takes it")
        .containsKey("lastWrite");
  }

  @Test
  void oneTooManyIsTriedAgainByTheHost() {
    peer.script(request -> Optional.empty());
    StartedTransport started = start("timeoutMs: 60000", "{name: m, units: 1}");
    soon(() -> started.uplinks().connected().size() == 1);
    byte[] write =
        Bytes.utf8("{\"write\": [{\"register\": \"coil\", \"address\": 1, \"value\": true}]}");
    for (int i = 0; i <= 1000; i++) {
      var unused = started.downlink("m", write);
    }
    assertThat(kindOf(started.downlink("m", write))).isEqualTo(TransportException.Kind.UNCONFIRMED);
  }
}
