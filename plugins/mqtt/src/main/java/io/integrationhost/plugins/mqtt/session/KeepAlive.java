package io.integrationhost.plugins.mqtt.session;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps the broker from thinking that we are gone, and notices when it is. Half of the keep-alive
 * time lies between two looks. On the loop.
 */
final class KeepAlive {

  private final Link link;
  private final Duration half;
  private final LongSupplier progress;
  private long seen;
  private boolean asked;

  /**
   * Nothing is asked yet.
   *
   * @param progress grows while anything comes
   */
  KeepAlive(Link link, Duration keepAlive, LongSupplier progress) {
    this.link = link;
    this.half = keepAlive.dividedBy(2);
    this.progress = progress;
  }

  void begin() {
    link.session().later(half, this::look);
  }

  private void look() {
    long now = progress.getAsLong();
    if (asked && link.session().isRead() && now == seen) {
      boolean isLong = half.toSeconds() > 0;
      link.end()
          .accept(
              "did not answer PINGREQ in "
                  + (isLong ? half.toSeconds() + " s" : half.toMillis() + " ms"));
      return;
    }
    seen = now;
    // While we do not read, an answer may wait in the socket for long.
    asked = link.session().isRead();
    var unused = link.session().send(Packets.pingReq());
    link.session().later(half, this::look);
  }
}
