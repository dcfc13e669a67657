package io.integrationhost.host.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.entity.EntityData;
import io.integrationhost.host.delivery.ModelServer.Taken;
import io.integrationhost.plugin.Value;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Servers that refuse, limit and cut at random: whatever they do, no attribute is ever set back,
 * the newest value is there at last, and no reading is lost but the poisonous ones.
 */
final class ServerTroubleScheduleTest {

  private static final int SCHEDULES = Integer.getInteger("schedules", 600);
  private static final int PARTS = 6;

  static Stream<Integer> parts() {
    return Stream.iterate(0, part -> part + 1).limit(PARTS);
  }

  @ParameterizedTest
  @MethodSource("parts")
  void nothingIsSetBackOrLost(int part) {
    for (int seed = part; seed < SCHEDULES; seed += PARTS) {
      new Schedule(seed).run();
    }
  }

  private static final class Schedule {
    private final int seed;
    private final Random random;
    private final Rig rig;
    private final Map<String, Long> newest = new HashMap<>();
    private final Set<Long> telemetry = new HashSet<>();
    private final Set<Long> poison = new HashSet<>();
    private int trouble = 30;

    Schedule(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
      this.rig = new Rig(1 + random.nextInt(6), 1 + random.nextInt(5));
    }

    void run() {
      boolean cuts = random.nextBoolean();
      int poisonOf = random.nextInt(3) == 0 ? 0 : 15;
      rig.server.behave((item, message) -> fate(item, cuts));
      rig.start();
      long number = 0;
      int count = 30 + random.nextInt(60);
      while (number < count) {
        int burst = 1 + random.nextInt(8);
        for (int i = 0; i < burst; i++) {
          append(number++, poisonOf > 0 && random.nextInt(poisonOf) == 0);
        }
        rig.pass(Duration.ofMillis(random.nextInt(200)));
        if (random.nextInt(10) == 0) {
          rig.server.restart();
        }
      }
      trouble = 0;
      for (int i = 0; i < 600 && !(rig.spool.stats().records() == 0 && rig.kept.isEmpty()); i++) {
        rig.append(Rig.telemetry("healthy", "sensor", 1_000_000 + i));
        rig.pass(Duration.ofSeconds(5));
      }
      check();
    }

    private void append(long number, boolean bad) {
      String device = "d" + random.nextInt(3);
      String key = "k" + random.nextInt(2);
      EntityData item =
          switch (random.nextInt(3)) {
            case 0 -> Rig.telemetry(device, "sensor", number);
            case 1 -> Rig.attributes(device, key, number);
            default -> Rig.both(device, key, number);
          };
      if (bad) {
        poison.add(number);
      }
      if (item.telemetry().isPresent()) {
        telemetry.add(number);
      }
      if (item.attributes().isPresent() && !bad) {
        newest.put(device + key, number);
      }
      rig.append(item);
    }

    private ModelServer.Fate fate(EntityData item, boolean cuts) {
      if (holds(item).anyMatch(poison::contains)) {
        return ModelServer.refuse("bad value");
      }
      if (trouble > 0 && random.nextInt(100) < trouble) {
        return switch (random.nextInt(cuts ? 4 : 2)) {
          case 0 -> ModelServer.refuse("DEVICE rate limits reached!");
          case 1 -> ModelServer.refuse("database away");
          case 2 -> ModelServer.CUT;
          default -> ModelServer.PASS;
        };
      }
      return ModelServer.PASS;
    }

    private static Stream<Long> holds(EntityData item) {
      return Stream.concat(
          Rig.numbers(item).stream(),
          item.attributes().orElse(Map.of()).values().stream()
              .map(value -> ((Value.LongValue) value).value()));
    }

    private void check() {
      Map<String, Long> state = new HashMap<>();
      Set<Long> arrived = new HashSet<>();
      for (Taken taken : rig.server.taken()) {
        arrived.addAll(Rig.numbers(taken.item()));
        for (Map.Entry<String, Value> attribute :
            taken.item().attributes().orElse(Map.of()).entrySet()) {
          long value = ((Value.LongValue) attribute.getValue()).value();
          Long former = state.put(taken.item().name() + attribute.getKey(), value);
          assertThat(Optional.ofNullable(former).orElse(-1L))
              .as("seed %d: %s set back at %s", seed, attribute.getKey(), taken)
              .isLessThanOrEqualTo(value);
        }
      }
      assertThat(state).as("seed %d: attributes at last", seed).isEqualTo(newest);
      for (long number : telemetry) {
        assertThat(arrived.contains(number))
            .as("seed %d: telemetry %d", seed, number)
            .isEqualTo(!poison.contains(number));
      }
      assertThat(rig.spool.stats().records()).as("seed %d: left", seed).isZero();
      assertThat(rig.kept).as("seed %d: set aside", seed).isEmpty();
      for (EntityData letter : rig.letters) {
        assertThat(holds(letter).anyMatch(poison::contains))
            .as("seed %d: %s", seed, letter)
            .isTrue();
      }
    }
  }
}
