package io.integrationhost.plugins.mqtt.simulate;

import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.TlsMaterial;
import io.integrationhost.kit.settings.Secret;
import io.integrationhost.kit.settings.TlsSettings;
import io.integrationhost.plugins.mqtt.packet.Reasons;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageFactory;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A blocking client of MQTT 3.1.1, for one thread. */
final class BrokerClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;
  private static final int LONGEST_MESSAGE = 1 << 20;
  private static final int MOST_ID = 65_535;

  /** What the broker publishes if nobody sees to us any more. */
  record Will(String topic, byte[] payload) {}

  private final Socket socket;
  private final BiConsumer<String, byte[]> hears;
  private final EmbeddedChannel codec =
      new EmbeddedChannel(MqttEncoder.INSTANCE, new MqttDecoder(LONGEST_MESSAGE));
  private int lastId;

  private BrokerClient(Socket socket, BiConsumer<String, byte[]> hears) {
    this.socket = socket;
    this.hears = hears;
  }

  /**
   * Connects and logs in.
   *
   * @param clientId who it is
   * @param keepAliveSeconds after which silence the broker gives it up
   * @param will what the broker publishes then
   * @param hears topic and payload of what comes
   */
  static BrokerClient connect(
      Options options,
      String clientId,
      int keepAliveSeconds,
      Optional<Will> will,
      BiConsumer<String, byte[]> hears)
      throws IOException {
    String peer = options.host() + ":" + options.port();
    Socket socket = new Socket();
    BrokerClient client = null;
    try {
      socket.connect(new InetSocketAddress(options.host(), options.port()), PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      client = new BrokerClient(options.isSecure() ? secured(socket, options) : socket, hears);
      client.login(options, clientId, keepAliveSeconds, will);
      return client;
    } catch (UnknownHostException e) {
      socket.close();
      throw Refusal.unavailable("there is no host '" + options.host() + "'");
    } catch (ConnectException e) {
      socket.close();
      throw Refusal.unavailable(
          peer
              + ": "
              + e.getMessage()
              + "; is there a broker? --host and --port (or the integration's) say where it is"
              + " looked for");
    } catch (IOException | RuntimeException e) {
      if (client != null) {
        client.close();
      }
      socket.close();
      throw Refusal.unavailable(
          peer + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()));
    }
  }

  private static Socket secured(Socket socket, Options options) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      Optional<String> trusted = options.trusted();
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted.isEmpty() ? null : store(trusted.get()));
      context.init(null, trust.getTrustManagers(), null);
      var secured =
          (SSLSocket)
              context.getSocketFactory().createSocket(socket, options.host(), options.port(), true);
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      return secured;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be used: " + e.getMessage(), e);
    }
  }

  private static KeyStore store(String pem) throws GeneralSecurityException, IOException {
    var part =
        new TlsSettings.Part(
            "--ca", Optional.of(Secret.of(pem)), Optional.empty(), Optional.empty());
    var settings =
        new TlsSettings(
            Optional.empty(),
            Optional.of(part),
            TlsSettings.ClientAuth.NONE,
            Optional.empty(),
            true);
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (X509Certificate each : TlsMaterial.read(settings).trusted()) {
      store.setCertificateEntry("ca-" + store.size(), each);
    }
    return store;
  }

  private void login(Options options, String clientId, int keepAliveSeconds, Optional<Will> will)
      throws IOException {
    var connect =
        MqttMessageBuilders.connect()
            .protocolVersion(MqttVersion.MQTT_3_1_1)
            .clientId(clientId)
            .cleanSession(true)
            .keepAlive(keepAliveSeconds);
    options.user().ifPresent(user -> connect.hasUser(true).username(user));
    options.password().ifPresent(word -> connect.hasPassword(true).password(utf8(word)));
    will.ifPresent(
        said ->
            connect
                .willFlag(true)
                .willTopic(said.topic())
                .willMessage(said.payload())
                .willQoS(MqttQoS.AT_LEAST_ONCE)
                .willRetain(false));
    send(connect.build());
    MqttConnAckMessage answer = (MqttConnAckMessage) await(MqttMessageType.CONNACK);
    byte code = answer.variableHeader().connectReturnCode().byteValue();
    if (code != 0) {
      throw new IOException("the broker refused the login: " + Reasons.of(code));
    }
  }

  private static byte[] utf8(String text) {
    return io.integrationhost.kit.Bytes.utf8(text);
  }

  /** Wants messages of a filter. */
  void subscribe(String filter) throws IOException {
    send(
        MqttMessageBuilders.subscribe()
            .messageId(nextId())
            .addSubscription(MqttQoS.AT_LEAST_ONCE, filter)
            .build());
    await(MqttMessageType.SUBACK);
  }

  /** Publishes, and waits for what the quality of service promises. */
  void publish(String topic, byte[] payload, int qos) throws IOException {
    int id = nextId();
    send(
        MqttMessageBuilders.publish()
            .topicName(topic)
            .qos(MqttQoS.valueOf(qos))
            .messageId(id)
            .payload(Unpooled.wrappedBuffer(payload))
            .build());
    if (qos == 1) {
      await(MqttMessageType.PUBACK);
    } else if (qos == 2) {
      await(MqttMessageType.PUBREC);
      send(ofId(MqttMessageType.PUBREL, 1, id));
      await(MqttMessageType.PUBCOMP);
    }
  }

  private static MqttMessage ofId(MqttMessageType type, int qos, int id) {
    return MqttMessageFactory.newMessage(
        new MqttFixedHeader(type, false, MqttQoS.valueOf(qos), false, 2),
        MqttMessageIdVariableHeader.from(id),
        null);
  }

  private int nextId() {
    lastId = lastId % MOST_ID + 1;
    return lastId;
  }

  /**
   * Hears what comes for some time.
   *
   * @param millis how long
   */
  void listen(long millis) throws IOException, InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; left > 0; left = (end - System.nanoTime()) / 1_000_000) {
      if (Thread.interrupted()) {
        throw new InterruptedException("ended");
      }
      // Interrupts do not end a read.
      var unused = read((int) Math.min(left, 200));
    }
  }

  private MqttMessage await(MqttMessageType type) throws IOException {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (System.nanoTime() < end) {
      Optional<MqttMessage> came = read(200);
      if (came.filter(each -> each.fixedHeader().messageType() == type).isPresent()) {
        return came.get();
      }
    }
    throw new SocketTimeoutException("no " + type + " came within 10 s");
  }

  /** The next packet that is no message of somebody; empty when none came in time. */
  private Optional<MqttMessage> read(int millis) throws IOException {
    MqttMessage packet = codec.readInbound();
    if (packet == null) {
      byte[] bytes = new byte[8192];
      socket.setSoTimeout(Math.max(1, millis));
      int count;
      try {
        count = socket.getInputStream().read(bytes);
      } catch (SocketTimeoutException e) {
        return Optional.empty();
      }
      if (count < 0) {
        throw new EOFException("the broker has closed the connection");
      }
      codec.writeInbound(Unpooled.copiedBuffer(bytes, 0, count));
      packet = codec.readInbound();
    }
    if (packet instanceof MqttPublishMessage message) {
      heard(message);
      return Optional.empty();
    }
    return Optional.ofNullable(packet);
  }

  private void heard(MqttPublishMessage message) throws IOException {
    try {
      hears.accept(message.variableHeader().topicName(), ByteBufUtil.getBytes(message.payload()));
      if (message.fixedHeader().qosLevel() == MqttQoS.AT_LEAST_ONCE) {
        send(ofId(MqttMessageType.PUBACK, 0, message.variableHeader().packetId()));
      }
    } finally {
      message.release();
    }
  }

  private void send(MqttMessage packet) throws IOException {
    codec.writeOutbound(packet);
    for (ByteBuf part = codec.readOutbound(); part != null; part = codec.readOutbound()) {
      byte[] bytes = ByteBufUtil.getBytes(part);
      part.release();
      socket.getOutputStream().write(bytes);
    }
    socket.getOutputStream().flush();
  }

  /** Says farewell, so that the broker publishes no will. */
  void leave() throws IOException {
    send(MqttMessageBuilders.disconnect().build());
  }

  @Override
  public void close() throws IOException {
    var unused = codec.finishAndReleaseAll();
    socket.close();
  }
}
