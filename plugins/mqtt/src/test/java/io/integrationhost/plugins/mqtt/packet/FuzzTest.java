package io.integrationhost.plugins.mqtt.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Fault;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are cut and changed at random. {@code -Dmqtt.fuzz=1000000} is the long form. */
class FuzzTest {

  private static final int LONGEST = 200;

  /** CONNACK, SUBACK, three messages, one of them too long, PUBACK, PINGRESP, DISCONNECT. */
  private static final byte[] TRAFFIC =
      Bytes.hex(
          "20 02 00 00 90 03 00 01 01 32 09 00 03 61 2f 62 00 05 32 31 34 07 00 01 61 00 06 32 32"
              + "32 ac 02 00 01 62 00 07"
              + "78".repeat(295)
              + "40 02 00 09 d0 00 e0 00 30 04 00 01 61 33");

  private final EmbeddedChannel channel = new EmbeddedChannel(new PacketDecoder(LONGEST));

  private List<Object> found() {
    List<Object> found = new ArrayList<>();
    for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
      found.add(next instanceof Frame.Whole whole ? Bytes.hex(whole.bytes()) : next);
    }
    return found;
  }

  @Test
  void cutsTheSameHoweverItComes() {
    channel.writeInbound(Unpooled.wrappedBuffer(TRAFFIC));
    List<Object> whole = found();
    assertThat(whole).hasSize(9);
    assertThat(whole.get(4)).isEqualTo(new Frame.Oversized("b", 1, 7, 300));
    for (int size : new int[] {1, 2, 3, 7, 100}) {
      for (int at = 0; at < TRAFFIC.length; at += size) {
        channel.writeInbound(
            Unpooled.wrappedBuffer(
                Arrays.copyOfRange(TRAFFIC, at, Math.min(TRAFFIC.length, at + size))));
      }
      assertThat(found()).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MQTT_3_1_1", "MQTT_5"})
  void survivesAnything(String version) {
    var random = new Random(42);
    int rounds = Integer.getInteger("mqtt.fuzz", 5_000);
    var codec = codec(version);
    for (int round = 0; round < rounds; round++) {
      byte[] bytes = TRAFFIC.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      var one = new EmbeddedChannel(new PacketDecoder(LONGEST));
      one.writeInbound(Unpooled.wrappedBuffer(bytes));
      boolean isBroken = false;
      for (Object next = one.readInbound(); next != null; next = one.readInbound()) {
        if (next instanceof Fault fault) {
          isBroken = true;
          assertThat(fault.canGoOn()).isFalse();
        } else if (next instanceof Frame.Whole whole) {
          assertThat(whole.bytes().length).isLessThanOrEqualTo(256 * 1024 + 5);
          try {
            MqttMessage decoded = codec.decode(whole.bytes());
            assertThat(decoded.fixedHeader().messageType()).isNotNull();
            if (decoded instanceof MqttPublishMessage publish) {
              publish.release();
            }
          } catch (IllegalArgumentException malformed) {
            // The connection would be left, and the next one gets a codec of its own.
            codec.close();
            codec = codec(version);
          }
        }
        assertThat(isBroken && !(next instanceof Fault)).isFalse();
      }
      one.finishAndReleaseAll();
    }
  }

  private static Codec codec(String version) {
    var codec = new Codec();
    codec.encode(
        MqttMessageBuilders.connect()
            .clientId("c")
            .protocolVersion(MqttVersion.valueOf(version))
            .build());
    return codec;
  }
}
