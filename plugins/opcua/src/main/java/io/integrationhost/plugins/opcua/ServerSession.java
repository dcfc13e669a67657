package io.integrationhost.plugins.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.ubyte;
import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.integrationhost.plugin.TransportContext;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.sdk.client.OperationLimits;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.identity.X509IdentityProvider;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.channel.EncodingLimits;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.GetEndpointsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransport;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfig;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfigBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the server's endpoint and logs in. Used on a thread that may wait. */
final class ServerSession {

  private static final Logger log = LoggerFactory.getLogger(ServerSession.class);

  private static final String NAME = "Integration Host";
  private static final Duration FINDING = Duration.ofSeconds(10);
  private static final Duration CONNECTING = Duration.ofSeconds(30);
  private static final Duration CLOSING = Duration.ofSeconds(3);
  private static final int MOST_MESSAGE = 16 << 20;
  private static final int CHUNK = 65_535;
  private static final int DEPTH = 64;
  private static final int MOST_PUBLISHES = 8;

  private final Settings settings;
  private final Certificates certificates;
  private final TrustList trust;
  private final Threads.Shared threads;
  private final String uri;

  ServerSession(
      Settings settings, Certificates certificates, TrustList trust, Threads.Shared threads) {
    this.settings = settings;
    this.certificates = certificates;
    this.trust = trust;
    this.threads = threads;
    uri = "urn:" + Certificates.hostName() + ":integration-host";
  }

  static String command(TransportContext context) {
    return "integration-host plugin opcua trust --integration "
        + context.integration()
        + (context.transport().equals("opcua") ? "" : " --transport " + context.transport());
  }

  /** A client that is logged in, and that comes back by itself after short troubles. */
  OpcUaClient open()
      throws UaException, InterruptedException, IOException, GeneralSecurityException {
    Settings.Server server = settings.server();
    // Asked for here, since its failure says so.
    InetAddress.getByName(server.host());
    EndpointDescription endpoint = choose(endpoints());
    var transport = OpcTcpClientTransportConfig.newBuilder();
    configure(transport);
    var client = new OpcUaClient(config(endpoint), new WaryTransport(transport.build()));
    boolean isOpen = false;
    try {
      Await.answer("login", client.connectAsync(), CONNECTING);
      isOpen = true;
      return client;
    } finally {
      if (!isOpen) {
        close(client);
      }
    }
  }

  /**
   * How many nodes a server takes in one request, as far as it tells.
   *
   * @param read 1 or more
   * @param browsed 1 or more
   */
  record AtOnce(int read, int browsed) {

    /** Asks the server; waits for it. */
    static AtOnce of(OpcUaClient client) {
      try {
        OperationLimits limits = client.getOperationLimits();
        return new AtOnce(limit(limits.maxNodesPerRead()), limit(limits.maxNodesPerBrowse()));
      } catch (UaException e) {
        log.debug("the server does not tell its limits", e);
        return new AtOnce(Integer.MAX_VALUE, Integer.MAX_VALUE);
      }
    }

    private static int limit(Optional<UInteger> told) {
      long limit = told.map(UInteger::longValue).orElse(0L);
      return limit == 0 || limit > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) limit;
    }
  }

  private void configure(OpcTcpClientTransportConfigBuilder builder) {
    threads.configure(builder);
    builder.setAcknowledgeTimeout(uint(settings.server().timeout().toMillis()));
  }

  /** Ends a session and its subscriptions; waits 3 s at most, also when interrupted before. */
  static void close(OpcUaClient client) {
    end(client.disconnectAsync());
  }

  private static void end(CompletionStage<?> ending) {
    boolean wasInterrupted = Thread.interrupted();
    try {
      Await.answer("logout", ending, CLOSING);
    } catch (UaException e) {
      log.debug("the session did not end in order", e);
    } catch (InterruptedException e) {
      wasInterrupted = true;
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private List<EndpointDescription> endpoints() throws UaException, InterruptedException {
    String url = settings.server().url();
    var builder = OpcTcpClientTransportConfig.newBuilder();
    configure(builder);
    var discovery =
        new DiscoveryClient(
            new EndpointDescription(
                url,
                null,
                null,
                MessageSecurityMode.None,
                SecurityPolicy.None.getUri(),
                null,
                Stack.TCP_UASC_UABINARY_TRANSPORT_URI,
                ubyte(0)),
            new OpcTcpClientTransport(builder.build()));
    try {
      Await.answer("connect", discovery.connectAsync(), FINDING);
      GetEndpointsResponse response =
          Await.answer(
              "GetEndpoints",
              discovery.getEndpoints(
                  url, new String[0], new String[] {Stack.TCP_UASC_UABINARY_TRANSPORT_URI}),
              FINDING);
      EndpointDescription[] endpoints = response.getEndpoints();
      return endpoints == null ? List.of() : List.of(endpoints);
    } finally {
      end(discovery.disconnectAsync());
    }
  }

  /** The safest of those that fit, at the address that was dialled: the server may know another. */
  private EndpointDescription choose(List<EndpointDescription> endpoints) throws UaException {
    SecurityPolicy policy = settings.security().policy();
    EndpointDescription chosen =
        endpoints.stream()
            .filter(each -> policy.getUri().equals(each.getSecurityPolicyUri()))
            .filter(this::takesLogin)
            .max(Comparator.comparing(EndpointDescription::getSecurityMode))
            .orElseThrow(
                () -> new UaException(StatusCodes.Bad_ConfigurationError, none(endpoints)));
    Settings.Server server = settings.server();
    String path = server.path().isEmpty() ? EndpointUtil.getPath(chosen.getEndpointUrl()) : "";
    String url =
        path == null || path.isEmpty() || path.equals("/") ? server.url() : server.url() + path;
    return new EndpointDescription(
        url,
        chosen.getServer(),
        chosen.getServerCertificate(),
        chosen.getSecurityMode(),
        chosen.getSecurityPolicyUri(),
        chosen.getUserIdentityTokens(),
        chosen.getTransportProfileUri(),
        chosen.getSecurityLevel());
  }

  private boolean takesLogin(EndpointDescription endpoint) {
    UserTokenType type =
        switch (settings.login().kind()) {
          case ANONYMOUS -> UserTokenType.Anonymous;
          case USERNAME -> UserTokenType.UserName;
          case CERTIFICATE -> UserTokenType.Certificate;
        };
    UserTokenPolicy[] tokens = endpoint.getUserIdentityTokens();
    return tokens != null && Arrays.stream(tokens).anyMatch(each -> each.getTokenType() == type);
  }

  private String none(List<EndpointDescription> endpoints) {
    SecurityPolicy policy = settings.security().policy();
    boolean hasPolicy =
        endpoints.stream().anyMatch(each -> policy.getUri().equals(each.getSecurityPolicyUri()));
    if (hasPolicy) {
      return "the server takes no login of the kind "
          + settings.login().kind().name().toLowerCase(Locale.ROOT)
          + " with security "
          + policy
          + "; look at identity";
    }
    List<String> offered =
        endpoints.stream()
            .map(each -> SecurityPolicy.fromUriSafe(each.getSecurityPolicyUri()))
            .flatMap(Optional::stream)
            .map(SecurityPolicy::toString)
            .distinct()
            .toList();
    return "the server does not offer security "
        + policy
        + ", but "
        + offered
        + "; look at security";
  }

  private OpcUaClientConfig config(EndpointDescription endpoint)
      throws IOException, GeneralSecurityException {
    Settings.Server server = settings.server();
    Settings.Login login = settings.login();
    Optional<KeyStoreContent.Own> own = own();
    String name = server.applicationName().isEmpty() ? NAME : server.applicationName();
    OpcUaClientConfigBuilder builder =
        OpcUaClientConfig.builder()
            .setEndpoint(endpoint)
            .setApplicationName(LocalizedText.english(name))
            .setApplicationUri(applicationUri(own))
            .setProductUri("urn:integration-host")
            .setCertificateValidator(trust)
            .setIdentityProvider(identity(login, own))
            .setRequestTimeout(uint(server.timeout().toMillis()))
            .setKeepAliveTimeout(uint(server.timeout().toMillis()))
            .setMaxPendingPublishRequests(uint(MOST_PUBLISHES))
            .setMaxResponseMessageSize(uint(MOST_MESSAGE))
            .setEncodingLimits(
                new EncodingLimits(CHUNK, MOST_MESSAGE / CHUNK + 1, MOST_MESSAGE, DEPTH));
    if (settings.security().isOn()) {
      own.ifPresent(
          ours ->
              builder
                  .setKeyPair(ours.keys())
                  .setCertificate(ours.certificate())
                  .setCertificateChain(ours.chain().toArray(X509Certificate[]::new)));
    }
    return builder.build();
  }

  /** That of the certificate unless the form says one: servers compare them. */
  private String applicationUri(Optional<KeyStoreContent.Own> own) {
    String given = settings.server().applicationUri();
    if (!given.isEmpty()) {
      return given;
    }
    return own.flatMap(ours -> CertificateUtil.getSanUri(ours.certificate())).orElse(uri);
  }

  private Optional<KeyStoreContent.Own> own() throws IOException, GeneralSecurityException {
    boolean isNeeded =
        settings.security().isOn() || settings.login().kind() == Settings.Login.Kind.CERTIFICATE;
    if (!isNeeded) {
      return Optional.empty();
    }
    Optional<KeyStoreContent> given = settings.security().own();
    if (given.isPresent()) {
      return Optional.of(given.get().open());
    }
    String wanted = settings.server().applicationUri();
    return Optional.of(certificates.own(NAME, wanted.isEmpty() ? uri : wanted));
  }

  private IdentityProvider identity(Settings.Login login, Optional<KeyStoreContent.Own> own) {
    return switch (login.kind()) {
      case ANONYMOUS -> AnonymousProvider.INSTANCE;
      case USERNAME ->
          new UsernameProvider(
              login.username(),
              () -> login.password().value().orElse("").getBytes(StandardCharsets.UTF_8),
              trust,
              policies -> safest(policies, settings.security().isOn()));
      case CERTIFICATE -> {
        KeyStoreContent.Own ours = own.orElseThrow();
        yield new X509IdentityProvider(ours.chain(), ours.keys().getPrivate());
      }
    };
  }

  /** One that does not send the password in clear, when there is one. */
  static UserTokenPolicy safest(List<UserTokenPolicy> policies, boolean isChannelSafe) {
    return policies.stream()
        .filter(each -> isSafe(each.getSecurityPolicyUri(), isChannelSafe))
        .findFirst()
        .orElse(policies.get(0));
  }

  /** A policy that names none has that of the channel. */
  private static boolean isSafe(String uri, boolean isChannelSafe) {
    if (uri == null || uri.isEmpty()) {
      return isChannelSafe;
    }
    return !SecurityPolicy.None.getUri().equals(uri);
  }
}
