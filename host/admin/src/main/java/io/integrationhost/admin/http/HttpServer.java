package io.integrationhost.admin.http;

import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.admin.exchange.RequestWatch;
import io.integrationhost.host.settings.AdminSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens at the host's own port; started once, stopped once. Its limits are those of a port for a
 * few people and programs: whoever fills them harms nobody else.
 */
public final class HttpServer {

  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

  private static final int MOST_THREADS = 8;
  private static final int MOST_CONNECTIONS = 64;

  /** So many of the connections are kept for who comes next, such as a probe. */
  private static final int NEWCOMERS = 4;

  private static final int HEADER = 8 * 1024;
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(1);

  private final Server server;
  private final ServerConnector connector;
  private final SlowPeers slow = new SlowPeers(MOST_CONNECTIONS - NEWCOMERS);
  private final Optional<TlsFiles> tls;

  /**
   * Prepares it; nothing is open yet.
   *
   * @throws IOException when the files for encryption, or the address, cannot be used
   */
  public HttpServer(AdminSettings settings, Front front, RequestWatch watch) throws IOException {
    this.tls =
        settings.tls().isPresent()
            ? Optional.of(new TlsFiles(settings.tls().get()))
            : Optional.empty();
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 1, (int) IDLE.toMillis());
    threads.setName("admin");
    threads.setDaemon(true);
    threads.setReservedThreads(0);
    threads.setStopTimeout(STOP.toMillis());
    server = new Server(threads, new ScheduledExecutorScheduler("admin-idle", true, 1), null);
    String run = HexFormat.of().toHexDigits((short) ThreadLocalRandom.current().nextInt());
    connector = new ServerConnector(server, null, null, null, 1, 1, factories());
    connector.setHost(address(settings.address()).getHostAddress());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE.toMillis());
    connector.setAcceptQueueSize(MOST_CONNECTIONS);
    connector.addBean(slow);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
    server.setHandler(new JettyHandler(front, tls.isPresent(), watch, run));
    server.setErrorHandler(new Malformed(run));
    server.setStopTimeout(0);
    server.setStopAtShutdown(false);
  }

  private ConnectionFactory[] factories() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setRequestHeaderSize(HEADER);
    configuration.setResponseHeaderSize(HEADER);
    configuration.setSendServerVersion(false);
    configuration.setSendXPoweredBy(false);
    configuration.setSendDateHeader(true);
    if (tls.isEmpty()) {
      return new ConnectionFactory[] {new HttpConnectionFactory(configuration)};
    }
    // Names are judged by the gate, as without encryption.
    configuration.addCustomizer(new SecureRequestCustomizer(false));
    HttpConnectionFactory http = new HttpConnectionFactory(configuration);
    return new ConnectionFactory[] {
      new SslConnectionFactory(tls.get().factory(), http.getProtocol()), http
    };
  }

  private static InetAddress address(String name) throws IOException {
    try {
      return InetAddress.getByName(name);
    } catch (UnknownHostException e) {
      throw new IOException("the name '" + name + "' (admin.address) is not known", e);
    }
  }

  /** Whether only this machine reaches the address. */
  public static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /**
   * Listens.
   *
   * @return where
   * @throws IOException when the port cannot be bound; then it can be tried again
   */
  public InetSocketAddress start() throws IOException {
    // First, so that what fails leaves no threads behind.
    connector.open();
    try {
      server.start();
    } catch (Exception e) {
      stop();
      throw new IOException("the server does not start (" + e + ")", e);
    }
    return new InetSocketAddress(connector.getHost(), connector.getLocalPort());
  }

  /** Looks after slow peers; called about once a second. */
  public void look() {
    slow.look();
  }

  /** How many are open. */
  public int connections() {
    return slow.size();
  }

  /** Takes over a replaced certificate; reads the disk. */
  public void followFiles() {
    tls.ifPresent(TlsFiles::look);
  }

  /** Closes everything at once. */
  public void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      log.warn("the host's own port did not close cleanly", e);
    } finally {
      connector.close();
    }
  }

  /** Answers what never became a request, or failed in the server, in the API's own form. */
  private static final class Malformed extends ErrorHandler {

    private final String run;
    private final AtomicLong count = new AtomicLong();

    Malformed(String run) {
      this.run = run;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      int status =
          response.getStatus() < 400 ? HttpStatus.INTERNAL_SERVER_ERROR_500 : response.getStatus();
      Answer.Bytes answer = Front.malformed(id(), status);
      response.setStatus(answer.status());
      Delivery.headers(answer.headers()).forEach(response.getHeaders()::put);
      response.getHeaders().put("Content-Type", answer.contentType());
      response.getHeaders().put("Content-Length", answer.body().length);
      response.write(true, ByteBuffer.wrap(answer.body()), callback);
      return true;
    }

    private String id() {
      return run + "-x" + count.incrementAndGet();
    }
  }
}
