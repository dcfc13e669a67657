package io.integrationhost.kit.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.settings.Networks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers as the specification of the PROXY protocol writes them. */
class ProxyHeaderTest {

  private static final String V2 = "0d0a0d0a000d0a515549540a";

  private final List<String> outcome = new ArrayList<>();

  private EmbeddedChannel connection(String peer) {
    var networks = new Networks(List.of(Networks.Network.parse("10.0.0.0/8").orElseThrow()));
    var address = new InetSocketAddress(Networks.address(peer).orElseThrow(), 4000);
    var channel =
        new EmbeddedChannel(
            new ProxyHeader(
                networks,
                address,
                new ProxyHeader.Outcome() {
                  @Override
                  public void admitted(InetSocketAddress client) {
                    outcome.add(client.getAddress().getHostAddress() + " " + client.getPort());
                  }

                  @Override
                  public void refused(String why) {
                    outcome.add("refused: " + why);
                  }
                }));
    channel.freezeTime();
    return channel;
  }

  @ParameterizedTest
  @CsvSource({
    "'PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n', 192.168.0.1 56324",
    "'PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n', 255.255.255.255 65535",
    "'PROXY TCP6 2001:db8::1 2001:db8::2 56324 443\r\n', 2001:db8:0:0:0:0:0:1 56324",
    "'PROXY UNKNOWN\r\n', 10.0.0.5 4000",
    "'PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n', 10.0.0.5 4000",
  })
  void readsVersion1(String header, String client) {
    readsAnd(Bytes.ascii(header), client);
  }

  @ParameterizedTest
  @CsvSource({
    // PROXY over TCP and IPv4, IPv6, with extras (authority), LOCAL, unspecified
    "21 11 000c c0a80001 c0a8000b dc04 01bb, 192.168.0.1 56324",
    "21 21 0024 20010db8000000000000000000000001 20010db8000000000000000000000002 dc04 01bb,"
        + " 2001:db8:0:0:0:0:0:1 56324",
    "21 11 0013 c0a80001 c0a8000b dc04 01bb 02 0004 61626364, 192.168.0.1 56324",
    "20 00 0000, 10.0.0.5 4000",
    "20 11 000c c0a80001 c0a8000b dc04 01bb, 10.0.0.5 4000",
    "21 00 0000, 10.0.0.5 4000",
  })
  void readsVersion2(String header, String client) {
    readsAnd(Bytes.hex(V2 + header), client);
  }

  /** In one piece with what follows, and byte by byte. */
  private void readsAnd(byte[] header, String client) {
    byte[] all = Arrays.copyOf(header, header.length + 2);
    all[header.length] = 'o';
    all[header.length + 1] = 'k';
    EmbeddedChannel glued = connection("10.0.0.5");
    glued.writeInbound(Unpooled.wrappedBuffer(all));
    assertThat(text(glued)).isEqualTo("ok");
    EmbeddedChannel torn = connection("10.0.0.5");
    for (byte each : all) {
      torn.writeInbound(Unpooled.wrappedBuffer(new byte[] {each}));
    }
    assertThat(text(torn)).isEqualTo("ok");
    assertThat(outcome).containsExactly(client, client);
    assertThat(glued.pipeline().names()).hasSize(1);
    pass(torn);
    assertThat(outcome).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.1\r\n'",
    "'PROXY TCP4 192.168.0.1\r\n'",
    "'PROXY TCP4 192.168.0.1 192.168.0.11 99999 443\r\n'",
    "'PROXY TCP4 1.2.3 192.168.0.11 1 443\r\n'",
    "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'",
  })
  void refusesWhatIsNone(String header) {
    EmbeddedChannel channel = connection("10.0.0.5");
    channel.writeInbound(Unpooled.wrappedBuffer(Bytes.ascii(header)));
    assertThat(outcome)
        .singleElement()
        .asString()
        .startsWith("refused: sent no PROXY header that can be read (");
  }

  @Test
  void refusesExtrasWithoutEnd() {
    EmbeddedChannel channel = connection("10.0.0.5");
    channel.writeInbound(Unpooled.wrappedBuffer(Bytes.hex(V2 + "21 11 ffff" + "00".repeat(5000))));
    assertThat(outcome).singleElement().asString().startsWith("refused: sent no PROXY header");
  }

  @Test
  void believesTrustedProxiesOnly() {
    EmbeddedChannel channel = connection("192.168.0.9");
    assertThat(outcome)
        .containsExactly(
            "refused: 192.168.0.9 is none of trustedProxies; let it connect through a proxy, or add"
                + " it there");
    channel.writeInbound(Unpooled.wrappedBuffer(Bytes.ascii("PROXY UNKNOWN\r\n")));
    assertThat(outcome).hasSize(1);
  }

  @Test
  void waitsFiveSeconds() {
    EmbeddedChannel channel = connection("10.0.0.5");
    channel.writeInbound(Unpooled.wrappedBuffer(Bytes.ascii("PROXY TCP4")));
    channel.advanceTimeBy(4, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(outcome).isEmpty();
    pass(channel);
    assertThat(outcome)
        .singleElement()
        .asString()
        .startsWith("refused: no PROXY header came within 5 s; let the proxy send one");
  }

  private static void pass(EmbeddedChannel channel) {
    channel.advanceTimeBy(6, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }

  private static String text(EmbeddedChannel channel) {
    var text = new StringBuilder();
    for (ByteBuf next = channel.readInbound(); next != null; next = channel.readInbound()) {
      text.append(next.toString(StandardCharsets.US_ASCII));
      next.release();
    }
    return text.toString();
  }
}
