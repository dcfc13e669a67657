package io.integrationhost.plugins.mqtt.session;

import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The client's packet ids over the connections of one session. One that the broker may still hold
 * is not used for something else. On the loop.
 */
final class PacketIds {

  private static final int MOST = 65_535;

  private final BitSet used = new BitSet();
  private final BitSet exactlyOnce = new BitSet();

  /** After a restart the broker may hold ids of before, of which nothing is known here. */
  private int last = ThreadLocalRandom.current().nextInt(MOST);

  /** A free one; fewer are used at once than there are. */
  int take() {
    int id = used.nextClearBit(last % MOST + 1);
    if (id > MOST) {
      id = used.nextClearBit(1);
    }
    used.set(id);
    last = id;
    return id;
  }

  /** What it is used for; only then the broker holds it. */
  void uses(int id, int qos) {
    exactlyOnce.set(id, qos == 2);
  }

  void give(int id) {
    used.clear(id);
    exactlyOnce.clear(id);
  }

  /**
   * A new connection: nothing of the last one is sent again.
   *
   * @param known whether the broker knows the client
   * @return the ids that the broker has to be asked to let go of
   */
  List<Integer> begin(boolean known) {
    List<Integer> held = known ? exactlyOnce.stream().boxed().toList() : List.of();
    used.clear();
    exactlyOnce.clear();
    for (int id : held) {
      used.set(id);
      exactlyOnce.set(id);
    }
    return held;
  }
}
