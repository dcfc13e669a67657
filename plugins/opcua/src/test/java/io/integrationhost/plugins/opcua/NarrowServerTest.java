package io.integrationhost.plugins.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultViewServiceSet;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteRequest;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that take little at once, and answer some requests with a fault and nothing else. */
class NarrowServerTest {

  private static final OpcUaPlugin plugin = new OpcUaPlugin();
  private static Pumps pumps;
  private static NarrowServer server;

  @BeforeAll
  static void open() throws Exception {
    pumps = new Pumps(2);
    server = new NarrowServer(pumps);
  }

  @AfterAll
  static void close() throws Exception {
    plugin.close();
    pumps.close();
  }

  @BeforeEach
  void serveAll() {
    server.serveAll();
  }

  @AfterEach
  void asBefore() {
    pumps.set("Line1.Pump1.Temp", 21.6f);
    pumps.set("Line1.Pump2.Temp", 21.6f);
  }

  private static StartedTransport start(String more) {
    return StartedTransport.start(plugin, FakeContext.of(pumps.slice(more)));
  }

  private static void awaitUp(StartedTransport started) {
    await()
        .untilAsserted(
            () ->
                assertThat(started.transport().health())
                    .isEqualTo(new Health(Health.Status.UP, "2 devices, 4 variables")));
  }

  private static void changesCome(StartedTransport started) {
    int before = started.uplinks().count();
    pumps.set("Line1.Pump1.Temp", 1f);
    pumps.set("Line1.Pump2.Temp", 2f);
    started.uplinks().awaitCount(before + 2);
    assertThat(started.uplinks().texts().subList(before, before + 2))
        .containsExactlyInAnyOrder(
            "{\"flow\":\"12.5\",\"temp\":\"1.0\"}", "{\"flow\":\"25.0\",\"temp\":\"2.0\"}");
  }

  private static boolean asksForLimits(ReadRequest request) {
    return Arrays.stream(request.getNodesToRead())
        .anyMatch(
            each ->
                each.getNodeId()
                    .equals(NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead));
  }

  @Test
  void needsNoLimitsThatTheServerDoesNotTell() {
    server.faults =
        request ->
            request instanceof ReadRequest read && asksForLimits(read)
                ? StatusCodes.Bad_ServiceUnsupported
                : 0;
    try (StartedTransport started = start("")) {
      awaitUp(started);
      assertThat(pumps.server().server().getSessionManager().getAllSessions()).hasSize(1);
      changesCome(started);
    }
  }

  @Test
  void takesTheLargestNumberForNoLimit() throws Exception {
    try (Pumps open = new Pumps(2)) {
      for (NodeId limit :
          List.of(
              NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead,
              NodeIds.Server_ServerCapabilities_OperationLimits_MaxNodesPerBrowse)) {
        UaVariableNode node =
            (UaVariableNode)
                open.server().server().getAddressSpaceManager().getManagedNode(limit).get();
        node.setValue(new DataValue(new Variant(UInteger.MAX)));
      }
      try (StartedTransport started = StartedTransport.start(plugin, open.slice(""))) {
        awaitUp(started);
      }
    }
  }

  @Test
  void doesNotAskForAllThatAServerSaysWasBefore() {
    server.gap = true;
    try (StartedTransport started = start("")) {
      awaitUp(started);
      pumps.set("Line1.Pump1.Temp", 1f);
      await()
          .during(Duration.ofMillis(300))
          .atMost(Duration.ofSeconds(5))
          .until(() -> server.republishes.get() == 0);
    }
  }

  @Test
  void asksForLessWhenTheServerTakesLittleAtOnce() {
    server.faults =
        request ->
            (request instanceof ReadRequest read && read.getNodesToRead().length > 1)
                    || (request instanceof CreateMonitoredItemsRequest items
                        && items.getItemsToCreate().length > 1)
                ? StatusCodes.Bad_TooManyOperations
                : 0;
    try (StartedTransport started = start("")) {
      awaitUp(started);
      changesCome(started);
    }
  }

  @Test
  void makesDoWithTheSubscriptionsThatTheServerGrants() {
    server.faults =
        request ->
            request instanceof CreateSubscriptionRequest ? StatusCodes.Bad_TooManySubscriptions : 0;
    try (StartedTransport started = start(", itemsPerSubscription: 1")) {
      awaitUp(started);
      changesCome(started);
      assertThat(started.transport().facts().get("watched"))
          .isEqualTo("2 devices, 4 variables in 1 subscriptions");
    }
  }

  @Test
  void namesANodeWhoseBrowseIsAFaultAndServesTheOthers() {
    Predicate<BrowseRequest> isPump2 =
        request ->
            Arrays.stream(request.getNodesToBrowse())
                .anyMatch(each -> each.getNodeId().equals(new NodeId(2, "Line1.Pump2")));
    server.faults =
        request ->
            request instanceof BrowseRequest browse && isPump2.test(browse)
                ? StatusCodes.Bad_InternalError
                : 0;
    try (StartedTransport started = start("")) {
      await()
          .untilAsserted(
              () ->
                  assertThat(started.transport().health())
                      .isEqualTo(
                          Health.degraded(
                              "below 'Objects.Line1.Pump2' (ns=2;s=Line1.Pump2):"
                                  + " Bad_InternalError; device 'Objects.Line1.Pump2' has no"
                                  + " variable [Flow], which its mapping requires")));
      assertThat(started.uplinks().texts()).contains("{\"flow\":\"12.5\",\"temp\":\"21.6\"}");
    }
  }

  @Test
  void isNotUpWhileScansFailAndDialsWithoutOne() throws Exception {
    try (Pumps late = new Pumps(1)) {
      var hung = new AtomicBoolean();
      var lateServer = late.server().server();
      lateServer.addServiceSet(
          EndpointUtil.getPath("opc.tcp://127.0.0.1:" + late.port()),
          new DefaultViewServiceSet(lateServer) {
            @Override
            public BrowseResponse onBrowse(ServiceRequestContext context, BrowseRequest request)
                throws UaException {
              if (hung.get()) {
                throw new UaException(StatusCodes.Bad_Timeout);
              }
              return super.onBrowse(context, request);
            }
          });
      String slice = late.slice("").replace("port:", "scanPeriodInSeconds: 1, port:");
      try (StartedTransport started = StartedTransport.start(plugin, slice)) {
        await().until(() -> started.transport().health().status() == Health.Status.UP);
        hung.set(true);
        await()
            .untilAsserted(
                () ->
                    assertThat(started.transport().health().detail())
                        .startsWith("the last scan failed"));
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> {
                  assertThat(started.transport().health().status()).isNotEqualTo(Health.Status.UP);
                  return !started.transport().facts().get("sessions").startsWith("1 made");
                });
        await()
            .during(Duration.ofMillis(300))
            .until(() -> started.transport().health().status() == Health.Status.DOWN);
        hung.set(false);
        await().until(() -> started.transport().health().status() == Health.Status.UP);
      }
    }
  }

  @Test
  void saysThatAWriteWhichIsAFaultWasNotDone() {
    try (StartedTransport started = start("")) {
      awaitUp(started);
      server.faults =
          request -> request instanceof WriteRequest ? StatusCodes.Bad_ServiceUnsupported : 0;
      assertThatThrownBy(
              () ->
                  StartedTransport.join(
                      started.downlink(
                          "pump",
                          """
                          {"writeValues": [{"nodeId": "ns=2;s=Line1.Pump1.Flow", "value": 1.5}]}
                          """
                              .getBytes(StandardCharsets.UTF_8))))
          .cause()
          .hasMessage("the server refuses it: Bad_ServiceUnsupported")
          .extracting(each -> ((TransportException) each).kind())
          .isEqualTo(TransportException.Kind.REJECTED);
    }
  }

  @Test
  void isNotUpWhileASubscriptionIsSilent() {
    server.isQuick = true;
    try (StartedTransport started = start("")) {
      awaitUp(started);
      server.isSilent = true;
      await()
          .untilAsserted(
              () ->
                  assertThat(started.transport().health())
                      .isEqualTo(
                          Health.degraded(
                              "the server says nothing on 1 of 1 subscriptions, which are made again"
                                  + " if that lasts")));
      server.isSilent = false;
      server.hushed.forEach(each -> each.complete(null));
    }
  }

  @Test
  void namesVariablesOfWhichTheServerSaysNothing() {
    server.isShort = true;
    try (StartedTransport started = start("")) {
      await()
          .untilAsserted(
              () ->
                  assertThat(started.transport().health().detail())
                      .matches(
                          "variable '\\w+' of 'Objects.Line1.Pump\\d': the server does not answer"));
      assertThat(started.transport().facts().get("watched"))
          .isEqualTo("2 devices, 3 variables in 1 subscriptions");
    }
  }

  @Test
  void doesNotAskAgainAndAgainForWhatIsRefusedAtOnce() {
    try (StartedTransport started = start("")) {
      awaitUp(started);
      server.faults =
          request -> request instanceof PublishRequest ? StatusCodes.Bad_InternalError : 0;
      pumps.set("Line1.Pump1.Temp", 1f);
      int before = server.publishes.get();
      await()
          .during(Duration.ofMillis(300))
          .atMost(Duration.ofSeconds(5))
          .until(() -> server.publishes.get() - before < 10);
      server.faults = request -> 0;
      started.uplinks().awaitCount(3);
    }
  }
}
