package io.integrationhost.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedDownlink;
import io.integrationhost.emulator.IntegrationHandle;
import io.integrationhost.emulator.ReceivedItem;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Receipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that is replaced while devices send costs a reading. */
final class ReplacementTest {

  private static final int DEVICES = 3;
  private static final int UNDER_WAY = 6;
  private static final String SCRIPT =
      "var v = String.fromCharCode.apply(String, payload).split(',');"
          + " return {deviceName: v[0], telemetry: {ts: 1000 + Number(v[1]), values: {%s:"
          + " Number(v[1])}}};";

  @TempDir private Path directory;
  private HostRig rig;
  private final Map<String, List<Long>> times = new ConcurrentHashMap<>();
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean enough = new AtomicBoolean();
  private final ExecutorService devices = Executors.newFixedThreadPool(DEVICES);

  @BeforeEach
  void prepare() throws IOException {
    rig = new HostRig(directory, this::arrived);
  }

  @AfterEach
  void close() {
    enough.set(true);
    devices.shutdownNow();
    rig.close();
  }

  @Test
  void noReadingMeetsAConverterThatIsClosed() throws Exception {
    IntegrationHandle integration = start();
    List<Future<Integer>> sent = send();
    for (int push = 0; push < 25; push++) {
      String key = "k" + push;
      integration.push(rig.decoder("yard", SCRIPT.formatted(key)));
      await().atMost(HostRig.PATIENCE).until(() -> keys.contains(key));
    }
    allArrived(sent);
  }

  @Test
  void noReadingIsLostWhileTheConfigurationChangesBesideTheTransport() throws Exception {
    IntegrationHandle integration = start();
    List<Future<Integer>> sent = send();
    for (int push = 0; push < 10; push++) {
      String key = "k" + push;
      integration.push(
          integration.configuration().toBuilder()
              .name("yard " + push)
              .configuration(
                  rig.configuration("").replace("{}", "{\"push\": \"%d\"}".formatted(push)))
              .uplinkConverter(rig.decoder("yard", SCRIPT.formatted(key)))
              .build());
      await().atMost(HostRig.PATIENCE).until(() -> keys.contains(key));
    }
    allArrived(sent);
    assertThat(rig.starts()).isOne();
  }

  @Test
  void noReadingIsLostWhileSettingsChangeThatLeadToThingsBoard() throws Exception {
    IntegrationHandle integration = start();
    List<Future<Integer>> sent = send();
    for (int change = 0; change < 6; change++) {
      long before = integration.sessions().connects();
      String secret = "secret-" + change;
      integration.save(integration.configuration().toBuilder().secret(secret).build());
      rig.write(
          HostRig.section("yard", secret)
              + "integrations.yard.thingsboard.host = "
              + (change % 2 == 0 ? "localhost" : "127.0.0.1"));
      await().atMost(HostRig.PATIENCE).until(() -> integration.sessions().connects() > before);
      int arrived = arrived();
      await().atMost(HostRig.PATIENCE).until(() -> arrived() > arrived + 50);
    }
    allArrived(sent);
    assertThat(rig.starts()).isOne();
  }

  @Test
  void aNewTransportNeverMeetsTheFormerScript() throws Exception {
    IntegrationHandle integration = start();
    for (int push = 0; push < 10; push++) {
      String slice = "\"port\": " + push;
      CompletableFuture<Receipt> first = new CompletableFuture<>();
      Thread device = new Thread(() -> sendAsSoonAs(slice, first), "first-message");
      device.setDaemon(true);
      int number = push;
      int starts = rig.starts();
      integration.push(
          integration.configuration().toBuilder()
              .configuration(rig.configuration(slice))
              .uplinkConverter(
                  rig.decoder(
                      "yard", "return {deviceName: 'of %d', telemetry: {t: 1}};".formatted(number)))
              .build());
      device.start();
      assertThat(first.get(60, TimeUnit.SECONDS))
          .isEqualTo(new Receipt.Stored(List.of("of " + number)));
      assertThat(rig.starts()).isEqualTo(starts + 1);
    }
  }

  @Test
  void noDownlinkIsLostWhileItsConverterIsReplaced() throws Exception {
    IntegrationHandle integration =
        rig.start(
            List.of(),
            rig.integration("yard", "", SCRIPT.formatted("k")).toBuilder()
                .downlinkConverter(encoder(0))
                .build());
    for (int number = 0; number < 300; number++) {
      integration.push(EmulatedDownlink.of("D", "RPC", "{\"v\":" + number + "}"));
      if (number % 10 == 0) {
        integration.push(encoder(number));
      }
    }
    for (int number = 0; number < 300; number++) {
      assertThat(text(rig.downlinks().poll(60, TimeUnit.SECONDS))).isEqualTo("v" + number);
    }
  }

  @Test
  void noDownlinkIsLostWhileTheIntegrationIsRestarted() throws Exception {
    IntegrationHandle integration =
        rig.start(
            List.of(),
            rig.integration("yard", "", SCRIPT.formatted("k")).toBuilder()
                .downlinkConverter(
                    encoder(
                        "var end = Date.now() + 400, n = 0; while (++n % 100000 || Date.now() < end) {} "))
                .build());
    integration.push(EmulatedDownlink.of("D", "RPC", "{\"v\":7}"));
    rig.write(HostRig.section("yard", "yard-secret") + "integrations.yard.plugin = rig\n");
    assertThat(text(rig.downlinks().poll(60, TimeUnit.SECONDS))).isEqualTo("v7");
  }

  private static String text(Downlink downlink) {
    assertThat(downlink).isNotNull();
    return new String(downlink.payload(), StandardCharsets.UTF_8);
  }

  private EmulatedConverter encoder(int version) {
    return encoder("/* " + version + " */ ");
  }

  private EmulatedConverter encoder(String before) {
    return rig.decoder("down", "")
        .withConfiguration(
            "{\"scriptLang\": \"JS\", \"encoder\": \""
                + before
                + "return {contentType: 'TEXT', data: 'v' + msg.v, metadata: {}};\"}");
  }

  private void sendAsSoonAs(String slice, CompletableFuture<Receipt> first) {
    long port = Long.parseLong(slice.replaceAll("\\D", ""));
    while (rig.slice()
        .filter(now -> now.hasPath("port") && now.getLong("port") == port)
        .isEmpty()) {
      Thread.onSpinWait();
    }
    rig.publish("first", "x")
        .whenComplete(
            (receipt, failure) -> {
              if (failure == null) {
                first.complete(receipt);
              } else {
                first.completeExceptionally(failure);
              }
            });
  }

  private IntegrationHandle start() throws IOException {
    return rig.start(List.of(), rig.integration("yard", "", SCRIPT.formatted("k")));
  }

  /** Each device sends until it is enough; the future says how many were acknowledged. */
  private List<Future<Integer>> send() {
    List<Future<Integer>> sent = new ArrayList<>();
    for (int device = 0; device < DEVICES; device++) {
      String name = "D" + device;
      sent.add(devices.submit(() -> send(name)));
    }
    return sent;
  }

  private int send(String device) throws InterruptedException {
    Semaphore underWay = new Semaphore(UNDER_WAY);
    List<Object> refused = Collections.synchronizedList(new ArrayList<>());
    int count = 0;
    while (!enough.get()) {
      underWay.acquire();
      rig.publish(device, device + "," + count++)
          .whenComplete(
              (receipt, failure) -> {
                if (!(receipt instanceof Receipt.Stored)) {
                  refused.add(Optional.<Object>ofNullable(receipt).orElse(failure));
                }
                underWay.release();
              });
    }
    underWay.acquire(UNDER_WAY);
    assertThat(refused).isEmpty();
    return count;
  }

  private void arrived(ReceivedItem item) {
    if (item.kind() == ReceivedItem.Kind.DEVICE) {
      item.telemetry()
          .forEach(
              reading -> {
                times
                    .computeIfAbsent(
                        item.name(), name -> Collections.synchronizedList(new ArrayList<>()))
                    .add(reading.ts());
                keys.addAll(reading.values().keySet());
              });
    }
  }

  private int arrived() {
    return times.getOrDefault("D0", List.of()).size();
  }

  private void allArrived(List<Future<Integer>> sent) throws Exception {
    enough.set(true);
    for (int device = 0; device < DEVICES; device++) {
      int count = sent.get(device).get(60, TimeUnit.SECONDS);
      assertThat(count).isGreaterThan(100);
      List<Long> arrived = times.get("D" + device);
      await().atMost(HostRig.PATIENCE).until(() -> arrived.size() >= count);
      assertThat(arrived)
          .containsExactlyElementsOf(LongStream.range(1000, 1000 + count).boxed().toList());
    }
  }
}
