package io.integrationhost.plugins.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HelloFilterTest {

  private static final int HELLO_BYTES = 100;

  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private final HelloFilter filter = new HelloFilter(waiting::get, nanos::get);

  private static DatagramPacket record(int contentType, int cookieBytes, int address)
      throws UnknownHostException {
    byte[] bytes = new byte[HELLO_BYTES];
    bytes[0] = (byte) contentType;
    bytes[13] = 1;
    bytes[60] = (byte) cookieBytes;
    return new DatagramPacket(
        bytes, bytes.length, InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) address}), 1);
  }

  private int passedOf(int many, int address) throws UnknownHostException {
    int passed = 0;
    for (int i = 0; i < many; i++) {
      passed += filter.onReceiving(record(22, 0, address)) ? 1 : 0;
    }
    return passed;
  }

  @Test
  void eachAddressHasItsShareOfASecond() throws UnknownHostException {
    assertThat(passedOf(10_000, 1)).isEqualTo(200);
    assertThat(passedOf(100, 2)).isEqualTo(100);
    assertThat(filter.refused()).isEqualTo(9_800);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(passedOf(10_000, 1)).isEqualTo(200);
  }

  @Test
  void whoHasACookieMayWaitWhereFirstHellosMayNot() throws UnknownHostException {
    waiting.set(1_000);
    assertThat(passedOf(1, 1)).isZero();
    assertThat(filter.onReceiving(record(22, 20, 1))).isTrue();
    waiting.set(2_000);
    assertThat(filter.onReceiving(record(22, 20, 1))).isFalse();
  }

  /** Who has one address of a network of IPv6 has all of them. */
  @Test
  void aNetworkOfIpv6IsOneAddress() throws UnknownHostException {
    int passed = 0;
    for (int i = 0; i < 1_000; i++) {
      DatagramPacket hello = record(22, 0, 1);
      hello.setAddress(InetAddress.getByName("2001:db8::1:" + Integer.toHexString(i)));
      passed += filter.onReceiving(hello) ? 1 : 0;
    }
    assertThat(passed).isEqualTo(200);
    DatagramPacket other = record(22, 0, 1);
    other.setAddress(InetAddress.getByName("2001:db8:0:1::1"));
    assertThat(filter.onReceiving(other)).isTrue();
  }

  @Test
  void whatIsNoHelloPasses() throws UnknownHostException {
    waiting.set(2_000);
    assertThat(filter.onReceiving(record(23, 0, 1))).isTrue();
    byte[] few = {22, 1};
    assertThat(
            filter.onReceiving(
                new DatagramPacket(few, few.length, InetAddress.getLoopbackAddress(), 1)))
        .isTrue();
  }
}
