package io.integrationhost.plugins.teltonika;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugins.teltonika.codec.Imei;
import org.junit.jupiter.api.Test;

class PoisonWatchTest {

  private static final Imei DEVICE = new Imei("356307042441013");
  private static final Imei OTHER = new Imei("123456789012345");

  private final PoisonWatch watch = new PoisonWatch();

  @Test
  void countsTheSameFrameOfADeviceInARow() {
    assertThat(watch.refused(DEVICE, new byte[] {8, 1})).isEqualTo(1);
    assertThat(watch.refused(OTHER, new byte[] {8, 1})).isEqualTo(1);
    assertThat(watch.refused(DEVICE, new byte[] {8, 1})).isEqualTo(2);
    assertThat(watch.refused(DEVICE, new byte[] {8, 2})).isEqualTo(1);
    assertThat(watch.refused(DEVICE, new byte[] {8, 1})).isEqualTo(1);
  }

  @Test
  void beginsAnewAfterAGoodFrame() {
    watch.refused(DEVICE, new byte[] {8, 1});
    watch.accepted(DEVICE);
    assertThat(watch.refused(DEVICE, new byte[] {8, 1})).isEqualTo(1);
  }

  @Test
  void remembersOnlySoManyDevices() {
    var map = new BoundedMap<String, Integer>(2);
    map.change("a", 0, n -> n + 1);
    map.change("b", 0, n -> n + 1);
    assertThat(map.find("a")).contains(1);
    map.change("c", 0, n -> n + 1);
    assertThat(map.find("a")).contains(1);
    assertThat(map.find("b")).isEmpty();
  }
}
