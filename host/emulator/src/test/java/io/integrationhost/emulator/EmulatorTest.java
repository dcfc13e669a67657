package io.integrationhost.emulator;

import static org.awaitility.Awaitility.await;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;

/** A running emulator with one integration and channels to it. */
abstract class EmulatorTest {
  static final String KEY = "7f8ce9f7-routing";
  static final String SECRET = "s3cret";

  private final List<ManagedChannel> channels = new ArrayList<>();
  Emulator emulator;
  IntegrationHandle sensors;
  ManagedChannel channel;

  void start(EmulatorSettings.Builder settings) {
    emulator =
        Emulator.start(
            settings
                .integration(EmulatedIntegration.builder(KEY, SECRET).name("Sensors").build())
                .build());
    sensors = emulator.integration(KEY);
    channel = newChannel();
  }

  void start() {
    start(EmulatorSettings.builder());
  }

  ManagedChannel newChannel() {
    ManagedChannel made =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1", emulator.port(), InsecureChannelCredentials.create())
            .build();
    channels.add(made);
    return made;
  }

  RawLink connected() {
    return RawLink.connected(channel, KEY, SECRET);
  }

  static ConditionFactory eventually() {
    return await().atMost(Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (ManagedChannel made : channels) {
      made.shutdownNow();
      made.awaitTermination(10, TimeUnit.SECONDS);
    }
    if (emulator != null) {
      emulator.close();
    }
  }
}
