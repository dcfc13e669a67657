package io.integrationhost.plugins.kafka;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.TransportException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at servers by itself: why no broker answers, which Kafka's client does not tell, and
 * whether it is a broker that answers, which Kafka's client believes of anybody. Blocks, for
 * seconds.
 */
final class Probe {

  private static final Logger log = LoggerFactory.getLogger(Probe.class);
  private static final int CONNECT_MILLIS = 1000;
  private static final int MOST = 3;
  private static final byte TLS_ALERT = 0x15;
  private static final byte TLS_HANDSHAKE = 0x16;

  /** Length, key 18, version 0, number 0, no client id. */
  private static final byte[] API_VERSIONS = {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 0, -1, -1};

  private Probe() {}

  /**
   * Tries to reach the first servers of a list.
   *
   * @param servers host:port, separated by commas
   * @return what is wrong, in words
   */
  static String look(String servers) {
    List<String> words = new ArrayList<>();
    for (String server : servers.split(",", -1)) {
      if (words.size() < MOST) {
        words.add(server + ": " + lookAt(server));
      }
    }
    return String.join("; ", words);
  }

  /**
   * Refuses servers that are no Kafka without TLS. Kafka's client takes the first bytes of any
   * answer as a length and allocates as much: of a TLS alert 352 MB, of HTTP 1.2 GB. All are asked
   * at once, for two seconds or until the thread is interrupted.
   *
   * @param servers host:port, separated by commas; those that cannot be reached are passed over
   * @throws TransportException names the first that answers something else
   */
  static void refuseStrangers(String servers) {
    List<Asked> all = Arrays.stream(servers.split(",", -1)).map(Asked::new).toList();
    try (Selector selector = Selector.open()) {
      try {
        ask(all, selector);
      } finally {
        all.forEach(Asked::close);
      }
    } catch (IOException isOutOfFiles) {
      throw Refusal.unavailable("brokers cannot be looked at: " + isOutOfFiles.getMessage());
    }
    for (Asked each : all) {
      byte[] answer = each.answer();
      boolean isKafka = answer.length < 4 || (answer[0] == 0 && answer[1] == 0);
      if (!isKafka) {
        throw Refusal.unavailable(
            each.server
                + (answer[0] == TLS_ALERT || answer[0] == TLS_HANDSHAKE
                    ? ": answers with TLS; set security.protocol to SSL or SASL_SSL, or give tls.trust"
                    : ": is no Kafka broker, it answers " + Bytes.excerpt(answer)));
      }
    }
  }

  private static void ask(List<Asked> all, Selector selector) throws IOException {
    for (Asked each : all) {
      if (!Thread.currentThread().isInterrupted()) {
        each.dial(selector);
      }
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2 * CONNECT_MILLIS);
    long left = end - System.nanoTime();
    while (left > 0
        && all.stream().anyMatch(Asked::isOpen)
        && !Thread.currentThread().isInterrupted()) {
      selector.select(1 + TimeUnit.NANOSECONDS.toMillis(left));
      selector.selectedKeys().forEach(key -> ((Asked) key.attachment()).goOn(key));
      selector.selectedKeys().clear();
      left = end - System.nanoTime();
    }
  }

  /** A server that is asked what every broker answers. */
  private static final class Asked {
    private final String server;

    /** The length of the answer. */
    private final ByteBuffer answer = ByteBuffer.allocate(4);

    private Optional<SocketChannel> channel = Optional.empty();

    Asked(String server) {
      this.server = server;
    }

    void dial(Selector selector) {
      try {
        InetSocketAddress address = address(server);
        SocketChannel dialled = SocketChannel.open();
        channel = Optional.of(dialled);
        dialled.configureBlocking(false);
        int then = dialled.connect(address) ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT;
        dialled.register(selector, then, this);
      } catch (IOException | RuntimeException isNotThere) {
        close();
      }
    }

    void goOn(SelectionKey key) {
      try {
        SocketChannel dialled = (SocketChannel) key.channel();
        if (key.isConnectable() && dialled.finishConnect()) {
          key.interestOps(SelectionKey.OP_WRITE);
        } else if (key.isWritable()) {
          dialled.write(ByteBuffer.wrap(API_VERSIONS));
          key.interestOps(SelectionKey.OP_READ);
        } else if (key.isReadable() && (dialled.read(answer) < 0 || !answer.hasRemaining())) {
          close();
        }
      } catch (IOException | RuntimeException isNotThere) {
        close();
      }
    }

    boolean isOpen() {
      return channel.filter(SocketChannel::isOpen).isPresent();
    }

    byte[] answer() {
      return Arrays.copyOf(answer.array(), answer.position());
    }

    void close() {
      try {
        if (channel.isPresent()) {
          channel.get().close();
        }
      } catch (IOException isGone) {
        log.trace("{}: {}", server, isGone.getMessage());
      }
    }
  }

  private static InetSocketAddress address(String server) throws UnknownHostException {
    int colon = server.lastIndexOf(':');
    String host = server.substring(0, colon).replaceAll("[\\[\\]]", "");
    int port = Integer.parseInt(server.substring(colon + 1));
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }

  private static String lookAt(String server) {
    try (Socket socket = new Socket()) {
      socket.connect(address(server), CONNECT_MILLIS);
      return "takes connections, but no Kafka broker answers; look at security.protocol (TLS on"
          + " both sides, or on none?) and at the broker's log";
    } catch (UnknownHostException e) {
      return "the name is unknown (DNS); look at bootstrapServers";
    } catch (SocketTimeoutException e) {
      return "no answer; look at address, port and firewall";
    } catch (NoRouteToHostException e) {
      return "no way to this address";
    } catch (ConnectException e) {
      return "connection refused; is the broker running there?";
    } catch (IOException | RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
