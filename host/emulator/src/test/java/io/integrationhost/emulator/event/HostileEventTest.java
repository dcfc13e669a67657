package io.integrationhost.emulator.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever comes, the decoder answers with an event or its own exception. */
class HostileEventTest {
  private static final String IDS = Streams.P + "id.";
  private static final int FIRST_HANDLE = 0x7E0000;

  private final EventDecoder decoder = new EventDecoder(EventClasses.standard());

  @Test
  void everyTruncationFails() {
    for (int length = 0; length < Streams.GOLDEN.length; length++) {
      assertFails(Arrays.copyOf(Streams.GOLDEN, length));
    }
  }

  @Test
  void everyBitFlipIsSurvived() {
    int failures = 0;
    for (int bit = 0; bit < Streams.GOLDEN.length * 8; bit++) {
      byte[] flipped = Streams.GOLDEN.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      failures += fails(flipped) ? 1 : 0;
    }
    // Flips inside texts and numbers still make an event; those in the structure do not.
    assertThat(failures).isBetween(3000, Streams.GOLDEN.length * 8);
  }

  @Test
  void manyRandomChangesAreSurvived() {
    Random random = new Random(42);
    for (int round = 0; round < 10_000; round++) {
      byte[] changed = Streams.GOLDEN.clone();
      for (int i = random.nextInt(6); i >= 0; i--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      boolean unused = fails(changed);
    }
  }

  @Test
  void randomBytesAfterTheMagicAreSurvived() {
    Random random = new Random(43);
    for (int round = 0; round < 10_000; round++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      IntStream.range(0, noise.length)
          .filter(i -> random.nextBoolean())
          .forEach(i -> noise[i] = (byte) (0x70 + random.nextInt(16)));
      Streams stream = Streams.start();
      for (byte b : noise) {
        stream.u1(b);
      }
      assertFails(stream.bytes());
    }
  }

  @Test
  void hugeLengthsAllocateNothing() {
    assertFails(Streams.start().u1(0x7C).i8(Long.MAX_VALUE).bytes());
    assertFails(Streams.start().u1(0x7C).i8(-1).bytes());
    assertFails(Streams.start().u1(0x7C).i8(Integer.MAX_VALUE).bytes());
    assertFails(Streams.start().u1(0x74).u2(65535).bytes());
    assertFails(
        Streams.start()
            .u1(0x73)
            .u1(0x72)
            .utf("java.util.UUID")
            .i8(-4856846361193249489L)
            .u1(2)
            .u2(65535)
            .bytes());
  }

  @Test
  void deepNestingOfObjectsFails() {
    Streams stream = Streams.start();
    for (int i = 0; i < 10_000; i++) {
      stream.u1(0x73).descriptor(IDS + "UUIDBased", 1, "Lid").nothing();
    }
    assertFails(stream.bytes());
  }

  @Test
  void deepNestingInSignaturesFails() {
    Streams stream = Streams.start().u1(0x73);
    for (int i = 0; i < 10_000; i++) {
      stream.u1(0x72).utf(IDS + "UUIDBased").i8(1).u1(2).u2(1).u1('L').utf("id").u1(0x73);
    }
    assertFails(stream.bytes());
  }

  @Test
  void deepChainOfClassesFails() {
    Streams stream = Streams.start().u1(0x73);
    for (int i = 0; i < 10_000; i++) {
      stream.descriptor(IDS + "UUIDBased", 1);
    }
    assertFails(stream.bytes());
  }

  @Test
  void referencesToTheIncompleteAndToNothingFail() {
    assertFails(
        Streams.start().u1(0x73).descriptor(IDS + "TenantId", 1).u1(0x71).i4(FIRST_HANDLE).bytes());
    assertFails(
        Streams.start()
            .u1(0x73)
            .descriptor(IDS + "UUIDBased", 1, "Lid")
            .nothing()
            .u1(0x71)
            .i4(FIRST_HANDLE + 2)
            .bytes());
    for (int handle : new int[] {0, -1, FIRST_HANDLE - 1, FIRST_HANDLE, Integer.MIN_VALUE}) {
      assertFails(Streams.start().u1(0x71).i4(handle).bytes());
      assertFails(Streams.start().u1(0x73).u1(0x71).i4(handle).bytes());
    }
  }

  @Test
  void manyPartsFail() {
    Streams stream = Streams.start().u1(0x73);
    String[] fields = new String[64];
    Arrays.fill(fields, "Lid");
    for (int i = 0; i < 20; i++) {
      stream.descriptor(IDS + "TenantId", 1, fields);
    }
    assertFails(stream.bytes());
  }

  private void assertFails(byte[] stream) {
    assertThatExceptionOfType(EventFormatException.class).isThrownBy(() -> decoder.decode(stream));
  }

  private boolean fails(byte[] stream) {
    try {
      return decoder.decode(stream) == null;
    } catch (EventFormatException e) {
      return true;
    }
  }
}
