package io.integrationhost.plugins.teltonika.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Damaged vectors: never an exception, and never records that both counts do not confirm. */
class MutationTest {

  private static final int ROUNDS = 50_000;

  /** Where the data field of a datagram begins. */
  private static final int DATAGRAM_HEADER = 23;

  @Test
  void readsDamagedStreams() {
    var mutator = new Mutator(8);
    List<Vector> vectors = Vector.ofTcp().toList();
    int frames = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] damaged = mutator.damaged(vectors);
      var channel = new EmbeddedChannel(new StreamDecoder(4096));
      channel.writeInbound(Unpooled.wrappedBuffer(login()));
      channel.writeInbound(Unpooled.wrappedBuffer(damaged));
      for (Inbound each = channel.readInbound(); each != null; each = channel.readInbound()) {
        if (each instanceof Inbound.Whole whole) {
          check(whole.frame().data(), whole.frame().content());
          frames++;
        }
      }
      channel.checkException();
      channel.finishAndReleaseAll();
    }
    assertThat(frames).isGreaterThan(ROUNDS / 10);
  }

  /** As damaged as before, but with a checksum that lets everything through to the readers. */
  @Test
  void readsDamagedDataFields() {
    var mutator = new Mutator(16);
    List<Vector> vectors =
        Vector.ofTcp().filter(each -> each.isLoggedIn() && each.error().isEmpty()).toList();
    int good = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] damaged = mutator.damaged(vectors);
      if (damaged.length > 12) {
        byte[] data = Arrays.copyOfRange(damaged, 8, damaged.length - 4);
        if (check(data, Content.of(data))) {
          good++;
        }
      }
    }
    assertThat(good).isGreaterThan(ROUNDS / 100);
  }

  @Test
  void readsDamagedDatagrams() {
    var mutator = new Mutator(12);
    List<Vector> vectors = Vector.ofUdp().toList();
    int good = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] damaged = mutator.damaged(vectors);
      if (Datagram.parse(damaged) instanceof Datagram.Parsed.Good parsed) {
        byte[] data = parsed.datagram().data();
        assertThat(data).isEqualTo(Arrays.copyOfRange(damaged, DATAGRAM_HEADER, damaged.length));
        check(data, Content.of(data));
        good++;
      }
    }
    assertThat(good).isGreaterThan(ROUNDS / 10);
  }

  private static byte[] login() {
    return new byte[] {
      0, 15, '3', '5', '6', '3', '0', '7', '0', '4', '2', '4', '4', '1', '0', '1', '3'
    };
  }

  private static boolean check(byte[] data, Content content) {
    if (content instanceof Content.Records records) {
      int count = records.records().size();
      assertThat(data[1] & 0xFF).isEqualTo(count);
      assertThat(data[data.length - 1] & 0xFF).isEqualTo(count);
      assertThat(data.length).isGreaterThanOrEqualTo(3 + 30 * count);
      return true;
    }
    return false;
  }
}
