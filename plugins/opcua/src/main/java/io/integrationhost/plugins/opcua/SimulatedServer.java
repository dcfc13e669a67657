package io.integrationhost.plugins.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.integrationhost.kit.transport.Kit;
import io.netty.channel.EventLoopGroup;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.CompositeValidator;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNodeContext;
import org.eclipse.milo.opcua.sdk.server.nodes.UaObjectNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.util.SubscriptionModel;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.OpcUaDataType;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateManager;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.DefaultServerCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/** A server with folders, objects and variables, all in namespace 2, for want of a real one. */
final class SimulatedServer implements AutoCloseable {

  private static final String URI = "urn:integration-host:simulated-server";
  private static final String NAMESPACE = "urn:integration-host:simulated-plant";
  private static final int WORKERS = 4;

  /**
   * How to serve.
   *
   * @param own its certificate; empty: none, and security None only
   * @param user who may log in, with which password; empty: anybody
   * @param clients certificates of clients that it trusts
   */
  record Settings(
      int port,
      Optional<KeyStoreContent.Own> own,
      Optional<UsernameIdentityValidator> user,
      List<X509Certificate> clients) {

    static Settings plain(int port) {
      return new Settings(port, Optional.empty(), Optional.empty(), List.of());
    }
  }

  private final ExecutorService executor;
  private final ScheduledExecutorService scheduler;
  private final EventLoopGroup loops;
  private final OpcUaServer server;
  private final Space space;

  SimulatedServer(Settings settings, ThreadFactory threads)
      throws GeneralSecurityException, UaException {
    executor = Executors.newFixedThreadPool(WORKERS, threads);
    scheduler = Executors.newScheduledThreadPool(1, threads);
    loops = Kit.loops(1, threads);
    var transport =
        OpcTcpServerTransportConfig.newBuilder().setExecutor(executor).setEventLoop(loops).build();
    server = new OpcUaServer(config(settings), profile -> new OpcTcpServerTransport(transport));
    space = new Space(server);
    space.startup();
  }

  private OpcUaServerConfig config(Settings settings) throws GeneralSecurityException {
    return OpcUaServerConfig.builder()
        .setApplicationName(LocalizedText.english("Simulated server"))
        .setApplicationUri(URI)
        .setProductUri(URI)
        .setCertificateManager(certificates(settings))
        .setIdentityValidator(
            settings.user().isPresent()
                ? new CompositeValidator(settings.user().get())
                : AnonymousIdentityValidator.INSTANCE)
        .setEndpoints(endpoints(settings))
        .setLimits(new Limits())
        .setExecutor(executor)
        .setScheduledExecutor(scheduler)
        .build();
  }

  /** What a client asks for is not rounded up. */
  private static final class Limits implements OpcUaServerConfigLimits {
    @Override
    public Double getMinPublishingInterval() {
      return 10.0;
    }

    @Override
    public Double getMinSupportedSampleRate() {
      return 10.0;
    }

    @Override
    public UInteger getMaxSubscriptionsPerSession() {
      return uint(1_000);
    }

    @Override
    public UInteger getMaxMonitoredItemsPerSession() {
      return uint(1_000_000);
    }
  }

  private static CertificateManager certificates(Settings settings)
      throws GeneralSecurityException {
    var quarantine = new MemoryCertificateQuarantine();
    if (settings.own().isEmpty()) {
      return new DefaultCertificateManager(quarantine);
    }
    KeyStoreContent.Own own = settings.own().get();
    var trusted = new MemoryTrustListManager();
    settings.clients().forEach(trusted::addTrustedCertificate);
    var factory =
        new RsaSha256CertificateFactory() {
          @Override
          public KeyPair createKeyPair(NodeId type) {
            return own.keys();
          }

          @Override
          public X509Certificate[] createRsaSha256CertificateChain(KeyPair keys) {
            return own.chain().toArray(X509Certificate[]::new);
          }
        };
    try {
      return new DefaultCertificateManager(
          quarantine,
          DefaultApplicationGroup.createAndInitialize(
              trusted,
              new MemoryCertificateStore(),
              factory,
              new DefaultServerCertificateValidator(trusted, quarantine)));
    } catch (Exception e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static Set<EndpointConfig> endpoints(Settings settings) {
    Set<EndpointConfig> endpoints = new LinkedHashSet<>();
    EndpointConfig.Builder builder =
        EndpointConfig.newBuilder()
            .setBindAddress("127.0.0.1")
            .setHostname("127.0.0.1")
            .setBindPort(settings.port())
            .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
            .addTokenPolicies(
                settings.user().isEmpty()
                    ? new UserTokenPolicy("anonymous", UserTokenType.Anonymous, null, null, null)
                    : new UserTokenPolicy(
                        "username",
                        UserTokenType.UserName,
                        null,
                        null,
                        SecurityPolicy.Basic256Sha256.getUri()));
    endpoints.add(
        builder
            .copy()
            .setSecurityPolicy(SecurityPolicy.None)
            .setSecurityMode(MessageSecurityMode.None)
            .build());
    settings
        .own()
        .ifPresent(
            own -> {
              for (MessageSecurityMode mode :
                  List.of(MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt)) {
                endpoints.add(
                    builder
                        .copy()
                        .setCertificate(own.certificate())
                        .setSecurityPolicy(SecurityPolicy.Basic256Sha256)
                        .setSecurityMode(mode)
                        .build());
              }
            });
    return endpoints;
  }

  /** Our part of the address space. */
  private static final class Space extends ManagedNamespaceWithLifecycle {
    private final SubscriptionModel model;

    Space(OpcUaServer server) {
      super(server, NAMESPACE);
      model = new SubscriptionModel(server, this);
      getLifecycleManager().addLifecycle(model);
    }

    UaNodeContext context() {
      return getNodeContext();
    }

    void add(UaNode node) {
      getNodeManager().addNode(node);
    }

    QualifiedName name(String name) {
      return newQualifiedName(name);
    }

    NodeId id(String identifier) {
      return newNodeId(identifier);
    }

    @Override
    public void onDataItemsCreated(List<DataItem> items) {
      model.onDataItemsCreated(items);
    }

    @Override
    public void onDataItemsModified(List<DataItem> items) {
      model.onDataItemsModified(items);
    }

    @Override
    public void onDataItemsDeleted(List<DataItem> items) {
      model.onDataItemsDeleted(items);
    }

    @Override
    public void onMonitoringModeChanged(List<MonitoredItem> items) {
      model.onMonitoringModeChanged(items);
    }
  }

  /** Begins to serve; what it shows should be there already. */
  void start() throws UaException, InterruptedException {
    Await.answer("start", server.startup(), Duration.ofSeconds(10));
  }

  /** The library's own, for what this class does not do. */
  OpcUaServer server() {
    return server;
  }

  /** For nodes that are added by the library's own builders. */
  UaNodeContext context() {
    return space.context();
  }

  UaFolderNode folder(String identifier, String name) {
    var folder =
        new UaFolderNode(space.context(), space.id(identifier), space.name(name), text(name));
    space.add(folder);
    folder.addReference(
        new Reference(
            folder.getNodeId(),
            NodeIds.Organizes,
            NodeIds.ObjectsFolder.expanded(),
            Reference.Direction.INVERSE));
    return folder;
  }

  UaObjectNode object(UaObjectNode parent, String identifier, String name) {
    UaObjectNode object = loose(identifier, name);
    hang(object, parent);
    return object;
  }

  /** A node that nobody finds until it {@link #hang hangs} below another one. */
  UaObjectNode loose(String identifier, String name) {
    var object =
        new UaObjectNode(
            space.context(),
            space.id(identifier),
            space.name(name),
            text(name),
            LocalizedText.NULL_VALUE,
            uint(0),
            uint(0));
    space.add(object);
    return object;
  }

  /** Clients find it now, with all that is below it. */
  void hang(UaObjectNode object, UaObjectNode parent) {
    parent.addReference(
        new Reference(
            parent.getNodeId(),
            NodeIds.Organizes,
            object.getNodeId().expanded(),
            Reference.Direction.FORWARD));
  }

  /** Takes a node away with all that hangs on it. */
  void remove(String identifier) {
    space.context().getNodeManager().getNode(space.id(identifier)).ifPresent(UaNode::delete);
  }

  /** A variable that clients may write, of the type of its value. */
  UaVariableNode variable(UaObjectNode parent, String identifier, String name, Object value) {
    OpcUaDataType type = new Variant(value).getDataType().orElse(OpcUaDataType.Variant);
    UaVariableNode variable =
        new UaVariableNode.UaVariableNodeBuilder(space.context())
            .setNodeId(space.id(identifier))
            .setBrowseName(space.name(name))
            .setDisplayName(text(name))
            .setDataType(type.getNodeId())
            .setValueRank(value.getClass().isArray() ? 1 : -1)
            .setAccessLevel(AccessLevel.READ_WRITE)
            .setUserAccessLevel(AccessLevel.READ_WRITE)
            .setTypeDefinition(NodeIds.BaseDataVariableType)
            .build();
    variable.setValue(new DataValue(new Variant(value)));
    space.add(variable);
    parent.addComponent(variable);
    return variable;
  }

  private static LocalizedText text(String text) {
    return LocalizedText.english(text);
  }

  @Override
  public void close() {
    space.shutdown();
    var unusedStop = server.shutdown();
    scheduler.shutdownNow();
    executor.shutdownNow();
    var unused = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2_000);
  }
}
