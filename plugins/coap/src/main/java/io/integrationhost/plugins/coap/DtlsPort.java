package io.integrationhost.plugins.coap;

import io.integrationhost.kit.TlsMaterial;
import io.integrationhost.kit.settings.TlsSettings;
import io.integrationhost.plugins.coap.Settings.Dtls;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.RawDataChannel;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.eclipse.californium.elements.config.CertificateAuthenticationMode;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.elements.util.Filter;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;

/** DTLS of one port: certificates and shared keys. Thread-safe. */
final class DtlsPort {

  private static final int RECORD_BYTES = 1024;
  private static final long PATIENCE_SECONDS = 5;
  private static final long STALE_MINUTES = 1;

  /** As much of it as the system allows: a flood fills a small one while a thread is not run. */
  private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

  private static final int MOST_WAITING = 5_000;

  private final InetSocketAddress address;
  private final Dtls settings;
  private final Configuration config;
  private final PskStore psk = new PskStore();
  private final Optional<FollowedCertificate> certificate;
  private final ThreadPoolExecutor worker;
  private final HelloFilter hellos;
  private DTLSConnector connector;

  /**
   * Reads the certificates.
   *
   * @throws io.integrationhost.plugin.TransportException when one cannot be used
   */
  DtlsPort(InetSocketAddress address, Dtls settings, Configuration config) {
    this.address = address;
    this.settings = settings;
    this.config = config;
    worker =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              var thread = new Thread(task, "plugin-coap-dtls");
              thread.setDaemon(true);
              return thread;
            });
    hellos = new HelloFilter(worker.getQueue()::size, System::nanoTime);
    certificate = settings.tls().map(tls -> new FollowedCertificate(tls, System::nanoTime));
  }

  static Configuration configuration() {
    DtlsConfig.register();
    return new Configuration(CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, DtlsConfig.DEFINITIONS);
  }

  PskStore psk() {
    return psk;
  }

  /**
   * Forgets the keys of a transport. Called by one thread at a time; waits a moment when
   * connections of these keys must end, since otherwise they would speak for whoever has the
   * identity next.
   *
   * @param isServing whether others go on with the port
   */
  void remove(CoapTransport transport, boolean isServing) {
    Set<String> gone = psk.remove(transport);
    if (gone.isEmpty() || !isServing) {
      return;
    }
    Filter<Principal> ofThem =
        each -> each instanceof PreSharedKeyIdentity shared && gone.contains(shared.getIdentity());
    try {
      connector
          .startTerminateConnectionsForPrincipal(ofThem)
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      transport.warn("psk", () -> "connections of its shared keys may go on: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * The socket, not bound yet.
   *
   * @param bounded what stands before the one that takes what is received
   */
  DTLSConnector connector(UnaryOperator<RawDataChannel> bounded) {
    config
        .set(DtlsConfig.DTLS_ROLE, DtlsRole.SERVER_ONLY)
        .set(DtlsConfig.DTLS_MAX_CONNECTIONS, settings.maxConnections())
        .set(DtlsConfig.DTLS_STALE_CONNECTION_THRESHOLD, STALE_MINUTES, TimeUnit.MINUTES)
        .set(DtlsConfig.DTLS_RETRANSMISSION_TIMEOUT, 9, TimeUnit.SECONDS)
        .set(DtlsConfig.DTLS_MAX_TRANSMISSION_UNIT, RECORD_BYTES)
        .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1)
        .set(DtlsConfig.DTLS_RECEIVE_BUFFER_SIZE, RECEIVE_BUFFER_BYTES)
        .set(DtlsConfig.DTLS_MAX_PENDING_INBOUND_JOBS, MOST_WAITING)
        .set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false)
        .set(
            DtlsConfig.DTLS_CONNECTION_ID_LENGTH,
            settings.connectionIdLength() == 0 ? null : settings.connectionIdLength());
    config.set(
        DtlsConfig.DTLS_CLIENT_AUTHENTICATION_MODE,
        settings.tls().map(DtlsPort::clients).orElse(CertificateAuthenticationMode.NONE));
    DtlsConnectorConfig.Builder builder =
        DtlsConnectorConfig.builder(config)
            .setAddress(address)
            .setAdvancedPskStore(psk)
            .setDatagramFilter(hellos);
    certificate.ifPresent(builder::setCertificateIdentityProvider);
    settings.tls().map(tls -> TlsMaterial.read(tls).trusted()).ifPresent(by -> trust(builder, by));
    connector =
        new DTLSConnector(builder.build(), new DtlsConnections(settings, STALE_MINUTES)) {
          @Override
          public void setRawDataReceiver(RawDataChannel receiver) {
            super.setRawDataReceiver(receiver == null ? null : bounded.apply(receiver));
          }
        };
    connector.setExecutor(worker);
    return connector;
  }

  private static CertificateAuthenticationMode clients(TlsSettings tls) {
    return switch (tls.clientAuth()) {
      case NONE -> CertificateAuthenticationMode.NONE;
      case WANT -> CertificateAuthenticationMode.WANTED;
      case REQUIRE -> CertificateAuthenticationMode.NEEDED;
    };
  }

  private static void trust(DtlsConnectorConfig.Builder builder, List<X509Certificate> signers) {
    if (!signers.isEmpty()) {
      builder.setAdvancedCertificateVerifier(
          StaticNewAdvancedCertificateVerifier.builder()
              .setTrustedCertificates(signers.toArray(X509Certificate[]::new))
              .build());
    }
  }

  /** Reads certificates and keys again; waits for files. */
  void lookAgain() {
    certificate.ifPresent(FollowedCertificate::lookAgain);
    psk.lookAgain();
  }

  /** Hellos that were turned away. */
  long refusedHellos() {
    return hellos.refused();
  }

  /** Ends the thread, after the socket is closed. */
  void close() {
    worker.shutdown();
  }

  /** What is wrong with the certificate; empty: nothing. */
  Optional<String> problem(Instant now) {
    return certificate.flatMap(each -> each.problem(now));
  }
}
