package io.integrationhost.plugins.rabbitmq;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.SocketConfigurator;
import com.rabbitmq.client.impl.DefaultExceptionHandler;
import com.rabbitmq.client.impl.FrameHandler;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.TlsMaterial;
import io.integrationhost.kit.settings.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dials the broker. For the lane; {@link #hangUp} for any thread. */
final class Broker {

  private static final Logger log = LoggerFactory.getLogger(Broker.class);
  private static final int RPC_MILLIS = 10_000;

  private final Settings.Peer peer;
  private final ThreadFactory threads;
  private final String name;
  private volatile Socket socket;
  private volatile boolean isHungUp;

  /**
   * Dials nobody yet.
   *
   * @param name by which the broker's people know the connection
   */
  Broker(Settings.Peer peer, ThreadFactory threads, String name) {
    this.peer = peer;
    this.threads = threads;
    this.name = name;
  }

  /**
   * Connects and logs in; takes as long as the settings allow.
   *
   * @param around what stands between the library and the socket
   */
  Connection dial(Lane lane, UnaryOperator<FrameHandler> around)
      throws IOException, TimeoutException {
    ConnectionFactory factory = new Factory(around);
    factory.setVirtualHost(peer.virtualHost());
    factory.setUsername(peer.username());
    factory.setPassword(
        peer.password()
            .value()
            .orElseThrow(
                () ->
                    Refusal.unavailable(
                        "the host has the password no more; set the secret that the slice names")));
    factory.setConnectionTimeout((int) peer.connectTimeout().toMillis());
    factory.setHandshakeTimeout((int) peer.handshakeTimeout().toMillis());
    factory.setRequestedHeartbeat((int) peer.heartbeat().toSeconds());
    factory.setChannelRpcTimeout(RPC_MILLIS);
    factory.setShutdownTimeout(RPC_MILLIS);
    factory.setMaxInboundMessageBodySize(Integer.MAX_VALUE);
    // What is done about a failure is said here, queue by queue; the library would only try again.
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setExceptionHandler(new Quietly());
    factory.setThreadFactory(threads);
    factory.setHeartbeatExecutor(lane.thread());
    factory.setSocketFactory(new Sockets(peer.tls().map(Broker::context)));
    factory.setSocketConfigurator(configurator());
    return factory.newConnection(
        new AtOnce(), List.of(new Address(peer.host(), peer.port())), name);
  }

  /** Ends whatever is under way, also a try to connect; none succeeds after this. */
  void hangUp() {
    isHungUp = true;
    close(socket);
  }

  /** Before the library does, which would log what we say in words. */
  private void shakeHands(FrameHandler made) throws IOException {
    if (!(socket instanceof SSLSocket secure)) {
      return;
    }
    try {
      secure.setSoTimeout((int) peer.handshakeTimeout().toMillis());
      secure.startHandshake();
    } catch (IOException e) {
      made.close();
      throw e;
    }
  }

  private static void close(Socket socket) {
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It is of no more use, open or not.
      }
    }
  }

  private SocketConfigurator configurator() {
    return made -> {
      made.setTcpNoDelay(true);
      made.setKeepAlive(true);
      if (made instanceof SSLSocket secure) {
        TlsSettings tls = peer.tls().orElseThrow();
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(tls.verifyHost() ? "HTTPS" : "");
        tls.serverName()
            .ifPresent(server -> parameters.setServerNames(List.of(new SNIHostName(server))));
        secure.setSSLParameters(parameters);
      }
    };
  }

  private static SSLContext context(TlsSettings settings) {
    TlsMaterial material = TlsMaterial.read(settings);
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keys(material), trust(material), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw Refusal.configuration("tls cannot be used: " + e.getMessage());
    }
  }

  private static KeyManager[] keys(TlsMaterial material)
      throws GeneralSecurityException, IOException {
    if (material.key().isEmpty()) {
      return new KeyManager[0];
    }
    KeyStore store = empty();
    char[] unused = {};
    store.setKeyEntry(
        "own", material.key().get(), unused, material.chain().toArray(Certificate[]::new));
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, unused);
    return managers.getKeyManagers();
  }

  /** Null is what Java trusts. */
  private static TrustManager[] trust(TlsMaterial material)
      throws GeneralSecurityException, IOException {
    if (material.trusted().isEmpty()) {
      return null;
    }
    KeyStore store = empty();
    for (int i = 0; i < material.trusted().size(); i++) {
      store.setCertificateEntry("trusted-" + i, material.trusted().get(i));
    }
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    return managers.getTrustManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** Who uses the connection is told of its end as well, and says it in words. */
  private static final class Quietly extends DefaultExceptionHandler {
    @Override
    protected void log(String message, Throwable failure) {
      log.debug("{}", message, failure);
    }
  }

  /** With our frames around the library's socket. */
  private final class Factory extends ConnectionFactory {
    private final UnaryOperator<FrameHandler> around;

    Factory(UnaryOperator<FrameHandler> around) {
      this.around = around;
    }

    @Override
    protected synchronized FrameHandlerFactory createFrameHandlerFactory() throws IOException {
      FrameHandlerFactory sockets = super.createFrameHandlerFactory();
      return (address, connection) -> {
        FrameHandler made = sockets.create(address, connection);
        shakeHands(made);
        return around.apply(made);
      };
    }
  }

  /** Keeps the last socket, so that whoever connects can be interrupted. */
  private final class Sockets extends SocketFactory {
    private final SocketFactory maker;

    Sockets(Optional<SSLContext> tls) {
      maker = tls.<SocketFactory>map(SSLContext::getSocketFactory).orElse(getDefault());
    }

    @Override
    public Socket createSocket() throws IOException {
      Socket made = maker.createSocket();
      socket = made;
      if (isHungUp) {
        close(made);
        throw new IOException("the transport stops");
      }
      return made;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      throw new IOException("sockets are made first and connected then");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return createSocket(host.getHostAddress(), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return createSocket(host.getHostAddress(), port);
    }
  }
}
