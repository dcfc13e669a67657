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
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at servers by itself: why no broker answers, which Kafka's client does not tell, and
 * whether it is a broker that answers, which Kafka's client believes of anybody. Blocks, for
 * seconds.
 */
final class Probe {

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
   * answer as a length and allocates as much: of a TLS alert 352 MB, of HTTP 1.2 GB.
   *
   * @param servers host:port, separated by commas; those that cannot be reached are passed over
   * @throws TransportException names the first that answers something else
   */
  static void refuseStrangers(String servers) {
    for (String server : servers.split(",", -1)) {
      byte[] answer = ask(server);
      boolean isKafka = answer.length < 4 || (answer[0] == 0 && answer[1] == 0);
      if (!isKafka) {
        throw Refusal.unavailable(
            server
                + (answer[0] == TLS_ALERT || answer[0] == TLS_HANDSHAKE
                    ? ": answers with TLS; set security.protocol to SSL or SASL_SSL, or give tls.trust"
                    : ": is no Kafka broker, it answers " + Bytes.excerpt(answer)));
      }
    }
  }

  /** The first four bytes, the length, of the answer to what every broker answers. */
  private static byte[] ask(String server) {
    try (Socket socket = new Socket()) {
      socket.connect(address(server), CONNECT_MILLIS);
      socket.setSoTimeout(CONNECT_MILLIS);
      socket.getOutputStream().write(API_VERSIONS);
      return socket.getInputStream().readNBytes(4);
    } catch (IOException | RuntimeException isNotThere) {
      return new byte[0];
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
