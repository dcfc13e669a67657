package io.integrationhost.plugins.mqtt.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.integrationhost.kit.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Payloads of the vectors with bytes changed, cut and joined. {@code -Dsparkplug.fuzz=5000000} for
 * the long form, {@code -Dsparkplug.seed=N} for one that failed.
 */
class PayloadFuzzTest {

  private final long seed = Long.getLong("sparkplug.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void survivesWhateverComes() {
    int payloads = Integer.getInteger("sparkplug.fuzz", 8_000);
    List<byte[]> good = new ArrayList<>();
    Vectors.of("payloads.json").forEach(each -> good.add(Vectors.bytes(each)));
    for (var sequence : Vectors.of("sequences.json")) {
      for (JsonElement each : sequence.getAsJsonArray("messages")) {
        good.add(Vectors.bytes(each.getAsJsonObject()));
      }
    }
    var nodes = new EdgeNodes(10, 200_000);
    int read = 0;
    for (int i = 0; i < payloads; i++) {
      byte[] bytes = mutant(good);
      try {
        Payload payload = Payload.read(bytes);
        read++;
        Topic.Kind kind = Topic.Kind.values()[random.nextInt(6)];
        String device = kind.isOfDevice() ? "/d" + random.nextInt(4) : "";
        Topic topic = Topic.of("spBv1.0/g/" + kind + "/n" + random.nextInt(20) + device);
        Heard heard = nodes.hear(topic, payload, 1);
        nodes.asksNow(heard.from().itsNode(), i, 10);
        for (Heard.Reported value : heard.values()) {
          var unused = JsonParser.parseString(Values.json(value.value().orElse(null), Plain::of));
        }
        assertThat(nodes.size()).isLessThanOrEqualTo(10);
        assertThat(nodes.bytes()).isBetween(0L, 200_000L);
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).as("seed %s", seed).isNotBlank();
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ", payload " + i, e);
      }
    }
    assertThat(read).as("seed %s: some are still good", seed).isBetween(1, payloads - 1);
  }

  private byte[] mutant(List<byte[]> good) {
    byte[] bytes = good.get(random.nextInt(good.size())).clone();
    for (int changes = random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
  }

  @Test
  void endsWithEndlessNesting() {
    byte[] template = {};
    for (int i = 0; i < 1000; i++) {
      byte[] metric = new WireWriter().bytes(18, template).toBytes();
      template = new WireWriter().bytes(2, metric).toBytes();
    }
    byte[] bytes = template;
    assertThatThrownBy(() -> Payload.read(bytes)).hasMessage("messages are nested deeper than 24");
    byte[] groups = new byte[100_000];
    Arrays.fill(groups, (byte) (15 << 3 | WireReader.GROUP));
    assertThatThrownBy(() -> Payload.read(groups)).hasMessage("groups are nested deeper than 24");
  }

  @Test
  void passesOverGroupsThatNobodyKnows() {
    byte[] group = {15 << 3 | 3, 8, 1, 14 << 3 | 3, 14 << 3 | 4, 15 << 3 | 4, 3 << 3, 9};
    assertThat(Payload.read(group).seq()).hasValue(9);
  }

  @Test
  void makesNoMoreOfItThanItMay() {
    byte[] many = new byte[2 * 300_000];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = 2 << 3 | WireReader.BYTES;
    }
    assertThatThrownBy(() -> Payload.read(many)).hasMessage("it has more than 250000 parts");
    byte[] packed = new WireWriter().bytes(3, new byte[300_000]).toBytes();
    byte[] metric = new WireWriter().bytes(17, packed).toBytes();
    assertThatThrownBy(() -> Payload.read(new WireWriter().bytes(2, metric).toBytes()))
        .hasMessage("it has more than 250000 parts");
  }

  @Test
  void readsNoFurtherThanThePacket() {
    assertThatThrownBy(() -> Payload.read(new byte[] {18, 127, 0}))
        .hasMessage("field 2 is longer than what is left, 1 bytes");
    byte[] huge = {18, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
    assertThatThrownBy(() -> Payload.read(huge)).hasMessageContaining("longer than what is left");
    byte[] endless = {24, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
    assertThatThrownBy(() -> Payload.read(endless)).hasMessageContaining("ten bytes");
    assertThatThrownBy(() -> Payload.read(new byte[] {24})).hasMessage("it ends within field 3");
  }
}
