package io.integrationhost.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.remote.proto.UplinkMsg;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class CountingTest extends EmulatorTest {

  @Test
  void newestItemsAreKeptAndAllAreCounted() {
    start(EmulatorSettings.builder().keptItems(3));
    RawLink link = connected();
    assertThat(link.answerTo(Uplinks.devices("a", "b", "c", "d", "e")).getSuccess()).isTrue();
    assertThat(emulator.received()).extracting(ReceivedItem::name).containsExactly("c", "d", "e");
    assertThat(emulator.counts().devices()).isEqualTo(5);
  }

  @Test
  void countingOnlyKeepsNothingButCountsEverything() {
    List<ReceivedCounts> told = new CopyOnWriteArrayList<>();
    start(
        EmulatorSettings.builder()
            .countingOnly()
            .countListener(
                (key, message) -> {
                  assertThat(key).isEqualTo(KEY);
                  told.add(message);
                }));
    RawLink link = connected();
    UplinkMsg.Builder batch = UplinkMsg.newBuilder();
    for (int i = 0; i < 1000; i++) {
      batch.addDeviceData(Uplinks.item("D" + i, i));
    }
    for (int i = 0; i < 100; i++) {
      link.uplink(batch.build());
    }
    for (int i = 0; i < 100; i++) {
      assertThat(link.answer().getSuccess()).isTrue();
    }
    assertThat(emulator.received()).isEmpty();
    assertThat(sensors.counts().devices()).isEqualTo(100_000);
    assertThat(sensors.counts().values()).isEqualTo(100_000);
    assertThat(told).hasSize(100).allMatch(message -> message.devices() == 1000);
  }

  @Test
  void predicateWorksWithoutKeptItems() {
    start(EmulatorSettings.builder().countingOnly());
    sensors.answers(AnswerPolicy.standard().failWhere(item -> item.name().equals("bad"), "no"));
    RawLink link = connected();
    assertThat(link.answerTo(Uplinks.device("bad")).getErrorMsg()).isEqualTo("no");
    assertThat(link.answerTo(Uplinks.device("good")).getSuccess()).isTrue();
  }

  @Test
  void listenerGetsEveryItemAndItsFailureHarmsNothing() {
    List<String> names = new CopyOnWriteArrayList<>();
    start(
        EmulatorSettings.builder()
            .itemListener(
                item -> {
                  names.add(item.name());
                  throw new IllegalStateException("listener of a test");
                }));
    RawLink link = connected();
    assertThat(link.answerTo(Uplinks.devices("a", "b")).getSuccess()).isTrue();
    assertThat(names).containsExactly("a", "b");
    assertThat(sensors.counts().devices()).isEqualTo(2);
  }

  @Test
  void countsAreKeptPerIntegration() {
    start();
    IntegrationHandle other = emulator.add(EmulatedIntegration.builder("other", "x").build());
    assertThat(connected().answerTo(Uplinks.device("a")).getSuccess()).isTrue();
    assertThat(RawLink.connected(channel, "other", "x").answerTo(Uplinks.device("b")).getSuccess())
        .isTrue();
    assertThat(other.received()).extracting(ReceivedItem::name).containsExactly("b");
    assertThat(other.counts().devices()).isEqualTo(1);
    assertThat(emulator.counts().devices()).isEqualTo(2);
    assertThat(emulator.integrations()).hasSize(2);
  }
}
