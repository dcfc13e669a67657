package io.integrationhost.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.remote.proto.DeviceUplinkDataProto;
import io.integrationhost.remote.proto.UplinkMsg;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CountingServerTest {

  private static final EmulatedIntegration INTEGRATION =
      EmulatedIntegration.builder("key", "secret").build();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void countsEveryItemOfABareStream(boolean decoding) {
    AtomicLong heard = new AtomicLong();
    try (CountingServer server =
            CountingServer.start(List.of(INTEGRATION), decoding, heard::addAndGet);
        BareStream stream =
            new BareStream(server.port(), "key", "secret", List.of(batch(3), batch(5)), 4)) {
      await().until(() -> stream.answered() > 100);
      stream.stop();
      await().until(() -> stream.answered() == stream.sent());

      long pairs = stream.sent() / 2;
      assertThat(server.items()).isEqualTo(pairs * 8 + (stream.sent() % 2) * 3);
      assertThat(heard).hasValue(server.items());
      assertThat(server.wireBytes()).isGreaterThan(pairs * (batch(3).length + batch(5).length));
    }
  }

  @Test
  void takesNothingFromAStranger() {
    try (CountingServer server = CountingServer.start(List.of(INTEGRATION), false, items -> {});
        BareStream stream = new BareStream(server.port(), "key", "other", List.of(batch(1)), 1)) {
      await().until(() -> server.wireBytes() > 0);
      assertThat(stream.sent()).isZero();
      assertThat(server.items()).isZero();
    }
  }

  private static byte[] batch(int items) {
    UplinkMsg.Builder message = UplinkMsg.newBuilder().setUplinkMsgId(7);
    for (int i = 0; i < items; i++) {
      message.addDeviceData(DeviceUplinkDataProto.newBuilder().setDeviceName("device " + i));
    }
    return message.build().toByteArray();
  }
}
