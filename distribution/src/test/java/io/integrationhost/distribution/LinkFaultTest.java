package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.distribution.LinkProxy.Weather;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** One host in traffic, and a network to ThingsBoard that fails in every way, in any order. */
@TestInstance(Lifecycle.PER_CLASS)
final class LinkFaultTest {

  private final Random random = new Random();
  private FaultRig rig;
  private LinkProxy proxy;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    rig = FaultRig.inside(directory, random);
    proxy = new LinkProxy(rig.emulator().port());
    rig.configure(proxy.port(), "");
    rig.start();
    rig.awaitDelivered();
  }

  @AfterAll
  void everythingHasArrived() throws IOException, InterruptedException {
    try {
      rig.finish("faults of the network (arrived again is what was unanswered when a link ended)");
    } finally {
      proxy.close();
      rig.close();
    }
  }

  @Test
  void connectionsBreakInTheMiddleOfAMessage() {
    for (int i = 0; i < 2; i++) {
      int connections = proxy.accepted();
      proxy.cutAfter(1 + random.nextInt(5000));
      awaitConnectionsAfter(connections);
      rig.awaitDelivered();
    }
  }

  @Test
  void answersDoNotComeBack() {
    comesBackAfter(Weather.NO_ANSWERS);
  }

  @Test
  void nothingComesThroughThoughEverythingIsConnected() {
    comesBackAfter(Weather.BLACK_HOLE);
  }

  @Test
  void theWayIsLong() {
    worksIn(Weather.FAR_AWAY);
  }

  @Test
  void theWayIsThin() {
    worksIn(Weather.THIN);
  }

  @Test
  void connectionsAreRefused() {
    int connections = proxy.accepted();
    proxy.refuse(true);
    awaitConnectionsAfter(connections);
    rig.awaitAcknowledged(100);
    proxy.refuse(false);
    rig.awaitDelivered();
  }

  private void comesBackAfter(Weather weather) {
    int connections = proxy.accepted();
    proxy.weather(weather);
    rig.awaitAcknowledged(100);
    awaitConnectionsAfter(connections);
    proxy.weather(Weather.FAIR);
    rig.awaitDelivered();
  }

  private void worksIn(Weather weather) {
    proxy.weather(weather);
    rig.awaitDelivered();
    proxy.weather(Weather.FAIR);
    rig.awaitDelivered();
  }

  /** The host has given up its connection by itself and made another. */
  private void awaitConnectionsAfter(int before) {
    await()
        .atMost(HostProcess.PATIENCE)
        .untilAsserted(() -> assertThat(proxy.accepted()).isGreaterThan(before));
  }
}
