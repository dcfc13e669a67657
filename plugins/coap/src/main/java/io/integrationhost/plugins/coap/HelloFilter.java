package io.integrationhost.plugins.coap;

import java.net.DatagramPacket;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.eclipse.californium.scandium.DatagramFilter;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.Record;

/**
 * Lets no flood of hellos take the time of those who are connected: of one address so many in a
 * second, and none while many wait. Who is turned away says it again. Thread-safe.
 */
final class HelloFilter implements DatagramFilter {

  /** A network behind one address may have that many devices that begin at once. */
  private static final int MOST_PER_SECOND = 200;

  /** Hellos without a cookie, which anybody can send under any address. */
  private static final int MOST_WAITING_FIRST = 800;

  /** What follows may take a millisecond, for the signature with a certificate. */
  private static final int MOST_WAITING = 1_200;

  private static final int MOST_ADDRESSES = 20_000;

  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;
  private static final int EPOCH = 3;
  private static final int TYPE = 13;
  private static final int SESSION_ID = 59;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final IntSupplier waiting;
  private final LongSupplier nanos;
  private final Map<InetAddress, int[]> heard = new HashMap<>();
  private final AtomicLong refused = new AtomicLong();
  private long second;

  /**
   * Of one port.
   *
   * @param waiting tasks that wait for the thread of handshakes
   */
  HelloFilter(IntSupplier waiting, LongSupplier nanos) {
    this.waiting = waiting;
    this.nanos = nanos;
    second = nanos.getAsLong();
  }

  /** Hellos that were turned away. */
  long refused() {
    return refused.get();
  }

  @Override
  public boolean onReceiving(DatagramPacket packet) {
    if (!isHello(packet)) {
      return true;
    }
    int most = hasCookie(packet) ? MOST_WAITING : MOST_WAITING_FIRST;
    boolean passes =
        waiting.getAsInt() < most && isWithinItsShare(Peers.network(packet.getAddress()));
    if (!passes) {
      refused.incrementAndGet();
    }
    return passes;
  }

  private static boolean isHello(DatagramPacket packet) {
    byte[] bytes = packet.getData();
    int start = packet.getOffset();
    return packet.getLength() > SESSION_ID
        && bytes[start] == HANDSHAKE
        && bytes[start + EPOCH] == 0
        && bytes[start + EPOCH + 1] == 0
        && bytes[start + TYPE] == CLIENT_HELLO;
  }

  private static boolean hasCookie(DatagramPacket packet) {
    byte[] bytes = packet.getData();
    int length = packet.getOffset() + SESSION_ID;
    int cookie = length + 1 + (bytes[length] & 0xff);
    return cookie < packet.getOffset() + packet.getLength() && bytes[cookie] != 0;
  }

  private synchronized boolean isWithinItsShare(InetAddress address) {
    long now = nanos.getAsLong();
    if (now - second >= SECOND) {
      second = now;
      heard.clear();
    }
    int[] count = heard.get(address);
    if (count == null) {
      if (heard.size() < MOST_ADDRESSES) {
        heard.put(address, new int[] {1});
      }
      return true;
    }
    return ++count[0] <= MOST_PER_SECOND;
  }

  @Override
  public boolean onReceiving(Record record, Connection connection) {
    return true;
  }

  @Override
  public boolean onMacError(Record record, Connection connection) {
    return true;
  }
}
