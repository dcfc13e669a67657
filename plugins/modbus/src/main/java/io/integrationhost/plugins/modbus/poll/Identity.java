package io.integrationhost.plugins.modbus.poll;

import io.integrationhost.kit.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Who a device says that it is, as attributes. */
final class Identity {

  private static final List<String> KEYS = List.of("vendorName", "productCode", "revision");

  private Identity() {}

  /** Tells it to the host; a device that does not know the function is none that errs. */
  static void tell(Unit unit, Exchange.Outcome outcome, Ground ground) {
    List<Measured> found = new ArrayList<>();
    outcome
        .reply()
        .filter(reply -> reply.isGood())
        .ifPresent(reply -> read(reply.data(), ground.now(), found));
    if (!found.isEmpty()) {
      unit.delivery().offer("identify", found);
    }
  }

  /** The number of objects, then number, length and text of each. */
  private static void read(byte[] data, long now, List<Measured> found) {
    int at = 1;
    while (at + 2 <= data.length) {
      int number = data[at] & 0xFF;
      int length = data[at + 1] & 0xFF;
      if (at + 2 + length > data.length) {
        return;
      }
      if (number < KEYS.size()) {
        byte[] text = new byte[length];
        System.arraycopy(data, at + 2, text, 0, length);
        found.add(new Measured(KEYS.get(number), true, now, Bytes.utf8(text)));
      }
      at += 2 + length;
    }
  }
}
