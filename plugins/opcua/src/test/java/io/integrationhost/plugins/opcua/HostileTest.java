package io.integrationhost.plugins.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.Health;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.FreePort;
import io.integrationhost.testkit.StartedTransport;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultViewServiceSet;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseNextRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseNextResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.ResponseHeader;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that lie, never end, say no or are none; others are served meanwhile. */
class HostileTest {

  private static final ByteString MORE = ByteString.of(new byte[] {1});
  private static final OpcUaPlugin plugin = new OpcUaPlugin();
  private static Pumps liar;
  private static Pumps honest;

  private static BiFunction<BrowseDescription, BrowseResult, BrowseResult> browse;
  private static BiFunction<Integer, Boolean, BrowseResult> next;

  @BeforeAll
  static void open() throws Exception {
    liar = new Pumps(1);
    honest = Pumps.shared();
    String url = "opc.tcp://127.0.0.1:" + liar.port();
    liar.server().server().addServiceSet(EndpointUtil.getPath(url), new Lying());
  }

  @AfterAll
  static void close() throws Exception {
    plugin.close();
    liar.close();
  }

  @BeforeEach
  void tellTheTruth() {
    browse = (asked, truth) -> truth;
    next = (times, release) -> result(StatusCode.GOOD, null);
  }

  private static final class Lying extends DefaultViewServiceSet {
    private final AtomicInteger times = new AtomicInteger();

    Lying() {
      super(liar.server().server());
    }

    @Override
    public BrowseResponse onBrowse(ServiceRequestContext context, BrowseRequest request)
        throws UaException {
      BrowseResponse truth = super.onBrowse(context, request);
      List<BrowseResult> results = new ArrayList<>();
      for (int i = 0; i < truth.getResults().length; i++) {
        results.add(browse.apply(request.getNodesToBrowse()[i], truth.getResults()[i]));
      }
      return new BrowseResponse(
          truth.getResponseHeader(), results.toArray(BrowseResult[]::new), null);
    }

    @Override
    public BrowseNextResponse onBrowseNext(
        ServiceRequestContext context, BrowseNextRequest request) {
      BrowseResult result =
          next.apply(times.incrementAndGet(), request.getReleaseContinuationPoints());
      return new BrowseNextResponse(
          new ResponseHeader(
              DateTime.now(),
              request.getRequestHeader().getRequestHandle(),
              StatusCode.GOOD,
              null,
              null,
              null),
          new BrowseResult[] {result},
          null);
    }
  }

  private static BrowseResult result(
      StatusCode status, ByteString more, ReferenceDescription... below) {
    return new BrowseResult(status, more, below);
  }

  private static ReferenceDescription reference(String name) {
    return reference(name, name);
  }

  private static ReferenceDescription reference(String name, String identifier) {
    return new ReferenceDescription(
        NodeIds.Organizes,
        true,
        new NodeId(2, identifier).expanded(),
        new QualifiedName(2, name),
        LocalizedText.english(name),
        NodeClass.Object,
        null);
  }

  private static boolean isLine(BrowseDescription asked) {
    return asked.getNodeId().equals(new NodeId(2, "Line1"));
  }

  private static void awaitDegraded(StartedTransport started, String words) {
    await()
        .untilAsserted(
            () -> {
              assertThat(started.transport().health().detail()).contains(words);
              assertThat(started.transport().health().status()).isEqualTo(Health.Status.DEGRADED);
            });
    try (StartedTransport other = StartedTransport.start(plugin, honest.slice(""))) {
      other.uplinks().awaitCount(1);
    }
  }

  private static String at(int port) {
    return honest
        .slice(", clientConfiguration.timeoutInMillis: 300")
        .replace(Integer.toString(honest.port()), Integer.toString(port));
  }

  private StartedTransport start(String more) {
    return StartedTransport.start(plugin, FakeContext.of(liar.slice(more)));
  }

  @Test
  void doesNotBelieveContinuationPointsThatGiveNothingNew() {
    browse =
        (asked, truth) ->
            isLine(asked) ? result(StatusCode.GOOD, MORE, truth.getReferences()) : truth;
    next = (times, release) -> result(StatusCode.GOOD, MORE, reference("Line1.Pump1"));
    try (StartedTransport started = start("")) {
      started.uplinks().awaitCount(1);
      awaitDegraded(started, "the server says that more follows, and gives nothing new");
      liar.set("Line1.Pump1.Temp", 1f);
      started.uplinks().awaitCount(2);
    }
  }

  @Test
  void followsContinuationPointsToTheEnd() {
    browse =
        (asked, truth) ->
            isLine(asked) ? result(StatusCode.GOOD, MORE, reference("Line1.First")) : truth;
    next = (times, release) -> result(StatusCode.GOOD, null, pump());
    try (StartedTransport started = start("")) {
      started.uplinks().awaitCount(1);
      assertThat(started.uplinks().texts().get(0)).contains("12.5");
    }
  }

  private static ReferenceDescription pump() {
    return new ReferenceDescription(
        NodeIds.Organizes,
        true,
        new NodeId(2, "Line1.Pump1").expanded(),
        new QualifiedName(2, "Pump1"),
        LocalizedText.english("Pump1"),
        NodeClass.Object,
        null);
  }

  @Test
  void looksAtNoMoreNodesThanItMay() {
    AtomicInteger made = new AtomicInteger();
    browse =
        (asked, truth) ->
            isLine(asked) ? result(StatusCode.GOOD, MORE, truth.getReferences()) : truth;
    next =
        (times, release) -> {
          ReferenceDescription[] many = new ReferenceDescription[100];
          for (int i = 0; i < many.length; i++) {
            many[i] = reference("Endless" + made.incrementAndGet());
          }
          return result(StatusCode.GOOD, MORE, many);
        };
    try (StartedTransport started = start(", maxNodes: 2000")) {
      awaitDegraded(started, "the address space is bigger than maxNodes");
      assertThat(made.get()).isLessThan(10_000);
    }
  }

  @Test
  void goesNoDeeperThanPlantsAre() {
    AtomicInteger made = new AtomicInteger();
    browse =
        (asked, truth) ->
            asked.getNodeId().getNamespaceIndex().intValue() == 2
                ? result(StatusCode.GOOD, null, reference("Deeper" + made.incrementAndGet()))
                : truth;
    String slice =
        liar.slice("").replace("FQN", "ID").replace("Objects\\\\.Line1\\\\.Pump", "Nobody");
    try (StartedTransport started = StartedTransport.start(plugin, slice)) {
      awaitDegraded(started, "deeper than 40 levels");
    }
  }

  @Test
  void keepsNoIdentifierThatIsTooLong() {
    browse =
        (asked, truth) ->
            isLine(asked)
                ? result(StatusCode.GOOD, null, reference("Long", "x".repeat(100_000)), pump())
                : truth;
    try (StartedTransport started = start("")) {
      started.uplinks().awaitCount(1);
      awaitDegraded(
          started, "below 'Objects.Line1' (ns=2;s=Line1) is a node whose identifier is too long");
    }
  }

  @Test
  void looksAtNoMoreThanItCanKeep() {
    AtomicInteger made = new AtomicInteger();
    browse =
        (asked, truth) ->
            isLine(asked) ? result(StatusCode.GOOD, MORE, truth.getReferences()) : truth;
    next =
        (times, release) -> {
          ReferenceDescription[] many = new ReferenceDescription[10];
          for (int i = 0; i < many.length; i++) {
            many[i] = reference("Big", made.incrementAndGet() + "x".repeat(2_000));
          }
          return result(StatusCode.GOOD, MORE, many);
        };
    try (StartedTransport started = start(", maxNodes: 1000")) {
      awaitDegraded(started, "the address space is bigger than maxNodes");
      assertThat(made.get()).isLessThan(500);
    }
  }

  @Test
  void followsNoCircle() {
    browse =
        (asked, truth) ->
            isLine(asked)
                ? result(
                    StatusCode.GOOD,
                    null,
                    pump(),
                    new ReferenceDescription(
                        NodeIds.Organizes,
                        true,
                        new NodeId(2, "Line1").expanded(),
                        new QualifiedName(2, "Again"),
                        LocalizedText.english("Again"),
                        NodeClass.Object,
                        null))
                : truth;
    String slice =
        liar.slice("").replace("FQN", "ID").replace("Objects\\\\.Line1\\\\.Pump", "Line1\\\\.Pump");
    try (StartedTransport started = StartedTransport.start(plugin, slice)) {
      started.uplinks().awaitCount(1);
      await()
          .untilAsserted(
              () -> assertThat(started.transport().health().status()).isEqualTo(Health.Status.UP));
    }
  }

  @Test
  void namesNodesThatItMayNotOpenAndServesTheOthers() {
    browse =
        (asked, truth) ->
            asked.getNodeId().equals(NodeIds.TypesFolder)
                    || asked.getNodeId().equals(new NodeId(2, "Line1.Pump1"))
                ? result(new StatusCode(StatusCodes.Bad_UserAccessDenied), null)
                : truth;
    try (StartedTransport started = start("")) {
      started.uplinks().awaitCount(1);
      awaitDegraded(
          started, "below 'Objects.Line1.Pump1' (ns=2;s=Line1.Pump1): Bad_UserAccessDenied");
    }
  }

  @Test
  void saysThatNobodyAnswersOrThatItIsNoServer() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        StartedTransport started = StartedTransport.start(plugin, at(silent.getLocalPort()));
        Socket accepted = silent.accept()) {
      accepted.getOutputStream().write("HTTP/1.0 400\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      await()
          .untilAsserted(
              () ->
                  assertThat(started.transport().health().detail())
                      .contains("did not answer in time, or is no OPC-UA server"));
    }
    try (StartedTransport started = StartedTransport.start(plugin, at(FreePort.find()))) {
      await()
          .untilAsserted(
              () ->
                  assertThat(started.transport().health().detail())
                      .contains("refuses connections"));
    }
    String unknown = honest.slice("").replace("127.0.0.1", "no-such-host.invalid");
    try (StartedTransport started = StartedTransport.start(plugin, unknown)) {
      await()
          .untilAsserted(() -> assertThat(started.transport().health().detail()).contains("(DNS)"));
    }
  }
}
