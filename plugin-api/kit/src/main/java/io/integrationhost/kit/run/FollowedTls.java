package io.integrationhost.kit.run;

import io.integrationhost.kit.settings.TlsSettings;
import io.integrationhost.plugin.TransportException;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * TLS whose certificates are followed: new connections get what stands in the files now, open ones
 * keep theirs. What cannot be used leaves the old in use. Thread-safe; reads files in {@link
 * #server}, {@link #client} and {@link #look} only, which must not run on a loop.
 */
public final class FollowedTls {

  /** So often {@link #look} should be called. */
  public static final Duration PERIOD = Duration.ofSeconds(30);

  private static final Duration NOTICE = Duration.ofDays(14);

  private record Current(SslContext context, Optional<Identity> identity) {}

  private final TlsSettings settings;
  private final boolean isServer;
  private final Clock clock;
  private final Contents contents;
  private volatile Current current;
  private volatile Optional<String> bad = Optional.empty();

  private FollowedTls(TlsSettings settings, boolean isServer, Clock clock)
      throws UnusableException {
    this.settings = settings;
    this.isServer = isServer;
    this.clock = clock;
    contents = new Contents(settings);
    var unused = contents.hasChanged();
    Material material = Material.read(settings, contents);
    // What has ended is told by problem(): a port that serves nobody helps nobody to see why.
    if (material.identity().isPresent() && !material.identity().get().fits()) {
      throw new UnusableException(fault(material).orElseThrow());
    }
    current = current(material);
  }

  /**
   * TLS of a port.
   *
   * @param settings with a certificate
   * @param clock for the ends of certificates
   * @return ready
   * @throws TransportException when a certificate or key cannot be used
   */
  public static FollowedTls server(TlsSettings settings, Clock clock) {
    return made(settings, true, clock);
  }

  /**
   * TLS of a client.
   *
   * @param settings with or without a certificate
   * @param clock for the ends of certificates
   * @return ready
   * @throws TransportException when a certificate or key cannot be used
   */
  public static FollowedTls client(TlsSettings settings, Clock clock) {
    return made(settings, false, clock);
  }

  private static FollowedTls made(TlsSettings settings, boolean isServer, Clock clock) {
    try {
      return new FollowedTls(settings, isServer, clock);
    } catch (UnusableException e) {
      throw new TransportException(TransportException.Kind.CONFIGURATION, e.getMessage(), e);
    }
  }

  /**
   * Looks whether something has changed, and takes it if it can be used. Blocks while it reads.
   *
   * @return what became of the change, for the log; empty: there was none
   */
  public synchronized Optional<String> look() {
    if (!contents.hasChanged()) {
      return Optional.empty();
    }
    try {
      Material material = Material.read(settings, contents);
      Optional<String> fault = fault(material);
      if (fault.isPresent()) {
        throw new UnusableException(fault.get());
      }
      current = current(material);
      bad = Optional.empty();
      return Optional.of(
          "takes new TLS certificates"
              + material.identity().map(own -> "; they end on " + own.end()).orElse(""));
    } catch (UnusableException e) {
      bad = Optional.of(e.getMessage() + "; the certificates of before stay in use");
      return bad;
    }
  }

  /**
   * What somebody must do something about, now.
   *
   * @return empty: nothing
   */
  public Optional<String> problem() {
    if (bad.isPresent() || current.identity().isEmpty()) {
      return bad;
    }
    Instant end = current.identity().get().end();
    Instant now = clock.instant();
    String part = Contents.name(settings.own().orElseThrow().certificate());
    if (now.isAfter(end)) {
      return Optional.of(part + " ended on " + end + "; renew it");
    } else if (now.isAfter(end.minus(NOTICE))) {
      return Optional.of(part + " ends on " + end + "; renew it");
    }
    return current.identity().get().fault(now).map(fault -> part + " " + fault);
  }

  /**
   * For one accepted connection.
   *
   * @param buffers of the connection
   * @param computing runs what takes long
   * @return a new one
   */
  public SslHandler accepted(ByteBufAllocator buffers, Executor computing) {
    return current.context().newHandler(buffers, computing);
  }

  /**
   * For one dialled connection.
   *
   * @param buffers of the connection
   * @param host as it was dialled
   * @param port as it was dialled
   * @param computing runs what takes long
   * @return a new one, which refuses a server of another name unless that is not looked at
   */
  public SslHandler dialled(ByteBufAllocator buffers, String host, int port, Executor computing) {
    String name = settings.serverName().orElse(host);
    SslHandler handler = current.context().newHandler(buffers, name, port, computing);
    SSLParameters parameters = handler.engine().getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm(settings.verifyHost() ? "HTTPS" : "");
    handler.engine().setSSLParameters(parameters);
    return handler;
  }

  /**
   * For libraries that speak TLS themselves; ask again for each connection.
   *
   * @return what is in use now
   */
  public SSLContext context() {
    return ((JdkSslContext) current.context()).context();
  }

  private Optional<String> fault(Material material) {
    return material
        .identity()
        .flatMap(own -> own.fault(clock.instant()))
        .map(fault -> Contents.name(settings.own().orElseThrow().certificate()) + " " + fault);
  }

  private Current current(Material material) throws UnusableException {
    try {
      SslContextBuilder builder =
          isServer ? server(material.identity().orElseThrow()) : client(material.identity());
      builder.sslProvider(SslProvider.JDK).protocols("TLSv1.3", "TLSv1.2");
      if (!material.trusted().isEmpty()) {
        builder.trustManager(material.trusted());
      }
      return new Current(builder.build(), material.identity());
    } catch (SSLException | IllegalArgumentException e) {
      throw new UnusableException("tls cannot be used: " + e.getMessage(), e);
    }
  }

  private SslContextBuilder server(Identity own) {
    String wanted =
        settings.clientAuth() == TlsSettings.ClientAuth.WANT
            ? "OPTIONAL"
            : settings.clientAuth().name().toUpperCase(Locale.ROOT);
    return SslContextBuilder.forServer(own.key(), own.chain())
        .clientAuth(ClientAuth.valueOf(wanted));
  }

  private static SslContextBuilder client(Optional<Identity> own) {
    SslContextBuilder builder = SslContextBuilder.forClient();
    own.ifPresent(each -> builder.keyManager(each.key(), each.chain()));
    return builder;
  }
}
