package io.integrationhost.plugins.teltonika;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugins.teltonika.codec.Mutator;
import io.integrationhost.plugins.teltonika.codec.Vector;
import io.integrationhost.testkit.SocketDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Damaged frames on a real socket: what is answered with a count was published with that many
 * records, in the same order, and a good frame is served afterwards.
 */
class DamagedTrafficTest {

  private static final int ROUNDS = 1_500;

  @Test
  void neverAcknowledgesWhatWasNotPublished() throws IOException {
    var mutator = new Mutator(2026);
    List<Vector> vectors =
        Vector.ofTcp().filter(each -> each.isLoggedIn() && !each.isClosing()).toList();
    int answered = 0;
    try (var tracking = new Tracking()) {
      for (int i = 0; i < ROUNDS; i++) {
        byte[] damaged = mutator.damaged(vectors);
        // Every second time with a checksum that fits, so that the damage is inside.
        boolean framed = i % 2 == 0 && damaged.length > 15;
        answered +=
            check(
                tracking,
                framed
                    ? Mutator.framed(Arrays.copyOfRange(damaged, 8, damaged.length - 4))
                    : damaged);
      }
      assertThat(answered).isGreaterThan(ROUNDS / 50);
      assertThat(tracking.started().transport().health().status()).isEqualTo(Health.Status.UP);
      try (SocketDevice device = tracking.login()) {
        device.say(Frames.TWO);
        Tracking.expect(device, "00000002");
      }
    }
  }

  /** How many answers were given that accept records. */
  private static int check(Tracking tracking, byte[] bytes) throws IOException {
    int before = tracking.uplinks().count();
    List<Integer> accepted = new ArrayList<>();
    try (SocketDevice device = tracking.login()) {
      device.say(bytes);
      device.endOutput();
      ByteBuffer answers = ByteBuffer.wrap(device.socket().getInputStream().readAllBytes());
      assertThat(answers.remaining() % Integer.BYTES).isZero();
      while (answers.hasRemaining()) {
        int count = answers.getInt();
        if (count != 0) {
          accepted.add(count);
        }
      }
    }
    List<Integer> published =
        tracking.uplinks().all().stream()
            .skip(before)
            .filter(Uplink.Telemetry.class::isInstance)
            .map(Uplink.Telemetry.class::cast)
            .filter(each -> each.values().get(0).values().containsKey("satellites"))
            .map(each -> each.values().size())
            .toList();
    assertThat(accepted).isEqualTo(published);
    return accepted.size();
  }
}
