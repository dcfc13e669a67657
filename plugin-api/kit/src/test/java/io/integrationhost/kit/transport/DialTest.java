package io.integrationhost.kit.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.kit.Answer;
import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Conversation;
import io.integrationhost.kit.Framing;
import io.integrationhost.kit.Session;
import io.integrationhost.kit.run.Identities;
import io.integrationhost.kit.settings.ClientSettings;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Placement;
import io.integrationhost.plugin.TransportException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that are dialled. */
class DialTest {

  private static final String RETRY = ", retry {first = 100 ms, most = 200 ms}}";

  private final Kit kit = new Kit("dial");
  private FakeHost host;
  private KitTransport transport;

  record Talk(Session<String> session) implements Conversation<String> {
    @Override
    public void opened() {
      session.reaches(List.of("meter"));
      var unused = session.send(Bytes.utf8("hello\n"));
    }

    @Override
    public void frame(String line) {
      session.publish(
          session.payload(Bytes.utf8(line), ContentType.TEXT), Answer.text(receipt -> "OK\n"));
    }
  }

  /** A peer that listens. */
  private static final class Listening implements AutoCloseable {
    private final ServerSocket server;
    private Socket socket;
    private BufferedReader in;

    Listening(int port) throws IOException {
      server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      server.setSoTimeout(20_000);
    }

    void accept() throws IOException {
      socket = server.accept();
      socket.setSoTimeout(20_000);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      hears("hello");
    }

    void say(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    void hears(String line) throws IOException {
      assertThat(in.readLine()).isEqualTo(line);
    }

    @Override
    public void close() throws IOException {
      server.close();
      if (socket != null) {
        socket.close();
      }
    }
  }

  private KitTransport.Builder builder(String slice) {
    host = new FakeHost(slice);
    Keys keys = Keys.of(host);
    return kit.transport(host, keys).dial(ClientSettings.read(keys), Framing.text(1000), Talk::new);
  }

  private void start(KitTransport.Builder builder) {
    transport = builder.build();
    assertThat(transport.start().toCompletableFuture()).isCompleted();
  }

  private void start(String at, int port) {
    start(builder("{host: " + at + ", port: " + port + RETRY));
  }

  @AfterEach
  void stop() {
    transport.stop().toCompletableFuture().orTimeout(20, SECONDS).join();
    assertThat(host.told.stream().filter(each -> each.startsWith("opened")).count())
        .isEqualTo(host.told.stream().filter(each -> each.startsWith("closed")).count());
    assertThat(host.taken()).isZero();
    kit.close();
    host.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private void send() {
    transport
        .downlink(new Downlink("meter", ContentType.TEXT, Bytes.utf8("down\n"), Map.of()))
        .toCompletableFuture()
        .orTimeout(20, SECONDS)
        .join();
  }

  /** Takes no answer, and says so. */
  record Choosy(Session<String> session) implements Conversation<String> {
    @Override
    public void opened() {
      var unused = session.send(Bytes.utf8("hello\n"));
    }

    @Override
    public void frame(String line) {
      if (session.isRead()) {
        session.close("says '" + line + "', which nobody wants");
      }
    }

    @Override
    public void peerEnded() {
      session.close("went away without a word");
    }
  }

  @Test
  void healthTellsWhyAConversationEndedAndSinceWhen() throws IOException {
    try (Listening peer = new Listening(0)) {
      host = new FakeHost("{host: localhost, port: " + peer.server.getLocalPort() + RETRY);
      Keys keys = Keys.of(host);
      start(
          kit.transport(host, keys)
              .dial(ClientSettings.read(keys), Framing.text(1000), Choosy::new));
      for (int i = 1; i <= 3; i++) {
        peer.accept();
        peer.say("no\n");
        String tries = i == 1 ? "tried once since" : "tried " + i + " times since";
        await()
            .pollInterval(Duration.ofMillis(5))
            .until(
                () -> transport.health().detail(),
                text -> text.contains(": says 'no', which nobody wants, " + tries));
      }
      peer.accept();
      peer.socket.close();
      await()
          .pollInterval(Duration.ofMillis(5))
          .until(
              () -> transport.health().detail(),
              text -> text.contains("went away without a word, tried 4 times"));
    }
  }

  @Test
  void dialsUntilThePeerComesAndAgainWhenItHasGone() throws IOException {
    int port = freePort();
    start("localhost", port);
    await()
        .until(
            () ->
                transport
                    .health()
                    .detail()
                    .matches(
                        "localhost:"
                            + port
                            + ": connection refused, tried [3-9] times since ..:..,"
                            + " next in \\d+ s"));
    assertThat(transport.health().status()).isEqualTo(Health.Status.DOWN);
    assertThat(transport.placement()).isEqualTo(Placement.ONE_HOST);
    assertThat(transport.listensOn()).isEmpty();
    assertThat(kind()).isEqualTo(TransportException.Kind.UNAVAILABLE);
    try (Listening peer = new Listening(port)) {
      peer.accept();
      peer.say("1\n2\n");
      peer.hears("OK");
      peer.hears("OK");
      assertThat(transport.health())
          .isEqualTo(
              new Health(Health.Status.UP, "connected to localhost:" + port + ", 0 bad frames"));
      send();
      peer.hears("down");
      peer.say("half");
      peer.socket.close();
      peer.accept();
      assertThat(host.told).containsSubsequence("connected meter", "disconnected meter");
      peer.say("3\n");
      peer.hears("OK");
      assertThat(host.texts()).containsExactly("1", "2", "3");
      send();
      peer.hears("down");
    }
  }

  private TransportException.Kind kind() {
    try {
      send();
    } catch (CompletionException e) {
      return ((TransportException) e.getCause()).kind();
    }
    throw new AssertionError("it was sent");
  }

  @Test
  void stopsWhileItDials() throws IOException {
    start("127.0.0.1", freePort());
    await().until(() -> transport.health().detail().contains("tried"));
  }

  @Test
  void stopsWhileTheNameIsLookedUp() {
    start("no-such-host.invalid", 502);
    assertThat(transport.health().detail()).contains("no-such-host.invalid:502");
  }

  @Test
  void aProtocolThatFailsAtItsBeginningIsDialledAgain() throws IOException {
    try (Listening peer = new Listening(0)) {
      host = new FakeHost("{host: localhost, port: " + peer.server.getLocalPort() + RETRY);
      Keys keys = Keys.of(host);
      var failures = new AtomicInteger(2);
      start(
          kit.transport(host, keys)
              .dial(
                  ClientSettings.read(keys),
                  Framing.text(1000),
                  session -> {
                    if (failures.getAndDecrement() > 0) {
                      throw new IllegalStateException("on purpose");
                    }
                    return new Talk(session);
                  }));
      peer.server.accept().close();
      peer.server.accept().close();
      peer.accept();
      assertThat(host.told).contains("closed 1 ERROR", "closed 2 ERROR");
    }
  }

  @Test
  void onePeerThatIsAwayDegrades() throws IOException {
    try (Listening peer = new Listening(0)) {
      KitTransport.Builder builder =
          builder("{host: localhost, port: " + peer.server.getLocalPort() + RETRY);
      Keys other = Keys.of(host);
      int port = freePort();
      start(
          builder.dial(
              ClientSettings.read(other, "127.0.0.1", port), Framing.text(1000), Talk::new));
      peer.accept();
      await().until(() -> transport.health().status() == Health.Status.DEGRADED);
      await()
          .untilAsserted(
              () ->
                  assertThat(transport.health().detail())
                      .startsWith("127.0.0.1:" + port + ": connection refused, tried "));
    }
  }

  @Test
  void aPausedTransportReadsNothingAndSendsDownlinks() throws IOException {
    try (Listening peer = new Listening(0)) {
      start("localhost", peer.server.getLocalPort());
      peer.accept();
      transport.pause(true);
      send();
      peer.hears("down");
      peer.say("1\n");
      send();
      peer.hears("down");
      assertThat(host.count()).isZero();
      transport.pause(false);
      peer.hears("OK");
    }
  }

  @Test
  void aServerThatSpeaksNoTlsIsAway() throws IOException {
    try (Listening peer = new Listening(0)) {
      start(
          builder(
              "{host: localhost, tls {enabled = true}, port: "
                  + peer.server.getLocalPort()
                  + RETRY));
      try (Socket accepted = peer.server.accept()) {
        accepted.getOutputStream().write(Bytes.utf8("this is no TLS\n"));
        await().until(() -> transport.health().detail().contains("TLS did not come about"));
      }
    }
  }

  /** A server that bears the name meter.example, and reads a line of each that comes. */
  private static SSLServerSocket meter(Identities.Pair identity, Queue<String> heard)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(identity.store())) {
      store.load(in, Identities.PASSWORD.toCharArray());
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, Identities.PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    var server =
        (SSLServerSocket)
            tls.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    var accepting =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket one = server.accept()) {
                  heard.add(
                      new BufferedReader(
                              new InputStreamReader(one.getInputStream(), StandardCharsets.UTF_8))
                          .readLine());
                } catch (IOException refused) {
                  // The next may like the certificate.
                }
              }
            });
    accepting.setDaemon(true);
    accepting.start();
    return server;
  }

  @Test
  void aServerOfAnotherNameIsAwayUnlessThatIsWanted(@TempDir Path folder) throws Exception {
    Identities.Pair identity = Identities.make(folder, "meter.example");
    Queue<String> heard = new ConcurrentLinkedQueue<>();
    try (SSLServerSocket server = meter(identity, heard)) {
      String peer =
          "port: "
              + server.getLocalPort()
              + ", tls {trust: \"\"\""
              + identity.certificate()
              + "\"\"\"";
      host =
          new FakeHost(
              "{peers: [{host: localhost, "
                  + peer
                  + "}}, {host: localhost, "
                  + peer
                  + ", serverName: meter.example}}, {host: localhost, "
                  + peer
                  + ", verifyHost: false}}]"
                  + RETRY);
      Keys keys = Keys.of(host);
      KitTransport.Builder builder = kit.transport(host, keys);
      for (ClientSettings each : ClientSettings.list(keys, "peers")) {
        builder.dial(each, Framing.text(1000), Talk::new);
      }
      start(builder);
      await().until(() -> heard.size() >= 2);
      await()
          .untilAsserted(
              () ->
                  assertThat(transport.health().detail())
                      .startsWith("localhost:" + server.getLocalPort() + ": TLS did not come about")
                      .contains("No subject alternative DNS name matching localhost"));
      assertThat(heard).containsOnly("hello");
    }
  }

  @Test
  void manyPeersMakeNoLongHealth() throws IOException {
    try (Listening peer = new Listening(0)) {
      String one = "{host: localhost, port: " + peer.server.getLocalPort() + "}";
      host = new FakeHost("{peers: [" + String.join(",", List.of(one, one, one, one, one)) + "]}");
      Keys keys = Keys.of(host);
      KitTransport.Builder builder = kit.transport(host, keys);
      ClientSettings.list(keys, "peers")
          .forEach(each -> builder.dial(each, Framing.text(1000), Talk::new));
      start(builder);
      await().until(() -> transport.health().status() == Health.Status.UP);
      assertThat(transport.health().detail())
          .matches("connected to (localhost:\\d+ and ){3}2 more, 0 bad frames");
    }
  }

  @Test
  void whatRunsBesideBeginsAndEndsWithTheTransport() throws IOException {
    List<String> order = new CopyOnWriteArrayList<>();
    try (Listening peer = new Listening(0)) {
      start(
          builder("{host: localhost, port: " + peer.server.getLocalPort() + RETRY)
              .beside(
                  on -> {
                    order.add("begins");
                    return () -> order.add("ends");
                  }));
      assertThat(order).containsExactly("begins");
      transport.stop().toCompletableFuture().orTimeout(20, SECONDS).join();
      var unused = transport.stop();
      assertThat(order).containsExactly("begins", "ends");
    }
  }

  @Test
  void delaysGrowToTheLongest() {
    var virtual = new VirtualHost("{host: away, port: 1}");
    host = virtual;
    Keys keys = Keys.of(host);
    transport =
        kit.transport(host, keys)
            .dial(ClientSettings.read(keys), Framing.text(1000), Talk::new)
            .build();
    assertThat(transport.start().toCompletableFuture()).isCompleted();
    virtual.forward(47_000);
    assertThat(transport.health().detail()).containsPattern("tried [56] times since");
    virtual.forward(600_000);
    // From 32 s on each is a minute, a quarter more or less.
    assertThat(transport.health().detail()).containsPattern("tried 1[2-9] times since");
    var unused = transport.stop();
    virtual.run();
  }

  @Test
  void aPeerOfDatagramsIsThereAtOnce() throws IOException {
    try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      peer.setSoTimeout(20_000);
      host = new FakeHost("{host: localhost, port: " + peer.getLocalPort() + RETRY);
      Keys keys = Keys.of(host);
      start(
          kit.transport(host, keys)
              .dialUdp(ClientSettings.read(keys), Framing.text(1000), Talk::new));
      DatagramPacket packet = heard(peer, "hello\n");
      byte[] bytes = Bytes.utf8("1");
      peer.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
      heard(peer, "OK\n");
      assertThat(host.texts()).containsExactly("1");
      send();
      heard(peer, "down\n");
      assertThat(transport.health().status()).isEqualTo(Health.Status.UP);
    }
  }

  private static DatagramPacket heard(DatagramSocket peer, String text) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    peer.receive(packet);
    assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
        .isEqualTo(text);
    return packet;
  }
}
