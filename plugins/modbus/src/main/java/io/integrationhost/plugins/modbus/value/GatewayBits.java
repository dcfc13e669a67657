package io.integrationhost.plugins.modbus.value;

import java.util.ArrayList;
import java.util.List;

/**
 * The list of bits that ThingsBoard's gateway makes: of two bytes at most, each with its lowest bit
 * first, the last ones. For those whose dashboards rely on it.
 */
final class GatewayBits {

  private static final int MOST = 16;

  private GatewayBits() {}

  /** Of registers. */
  static List<Boolean> ofRegisters(byte[] registers, int at, int count) {
    List<Boolean> bits = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      bits.add((registers[at + i / 8] & (1 << (i % 8))) != 0);
    }
    return last(bits, count);
  }

  /** Of coils in the order of their addresses. */
  static List<Boolean> ofCoils(List<Boolean> coils) {
    List<Boolean> bits = new ArrayList<>();
    int bytes = Math.min(2, (coils.size() + 7) / 8);
    for (int i = 0; i < 8 * bytes; i++) {
      int from = i / 8 * 8 + 7 - i % 8;
      bits.add(from < coils.size() && coils.get(from));
    }
    return last(bits, coils.size());
  }

  private static List<Boolean> last(List<Boolean> bits, int count) {
    int wanted = count > MOST ? count - MOST : count;
    return bits.subList(Math.max(0, bits.size() - wanted), bits.size());
  }
}
