package io.integrationhost.plugins.opcua;

import java.util.Arrays;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultAttributeServiceSet;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultMonitoredItemServiceSet;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultSubscriptionServiceSet;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.DefaultViewServiceSet;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.UaRequestMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateMonitoredItemsResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSubscriptionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.MonitoredItemCreateResult;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.RepublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.RepublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteResponse;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.eclipse.milo.opcua.stack.transport.server.ServiceRequestContext;

/** A server that takes little at once, and answers some requests wrongly or not at all. */
final class NarrowServer {

  /** Which requests are answered with which fault; 0 for those that are served. */
  interface Faults {
    long of(UaRequestMessageType request);
  }

  volatile Faults faults = request -> 0;
  volatile boolean gap;
  volatile boolean isShort;
  volatile boolean isQuick;
  volatile boolean isSilent;
  final Queue<CompletableFuture<PublishResponse>> hushed = new ConcurrentLinkedQueue<>();
  final AtomicInteger republishes = new AtomicInteger();
  final AtomicInteger publishes = new AtomicInteger();

  private final Pumps pumps;

  NarrowServer(Pumps pumps) {
    this.pumps = pumps;
    OpcUaServer server = pumps.server().server();
    String path = EndpointUtil.getPath("opc.tcp://127.0.0.1:" + pumps.port());
    server.addServiceSet(path, new Attributes());
    server.addServiceSet(path, new View());
    server.addServiceSet(path, new Items());
    server.addServiceSet(path, new Subscribing());
  }

  /** From now on it does all that is asked. */
  void serveAll() {
    faults = request -> 0;
    gap = false;
    isShort = false;
    isQuick = false;
    isSilent = false;
    publishes.set(0);
    republishes.set(0);
  }

  private void check(UaRequestMessageType request) throws UaException {
    long fault = faults.of(request);
    if (fault != 0) {
      throw new UaException(fault);
    }
  }

  private final class Attributes extends DefaultAttributeServiceSet {
    Attributes() {
      super(pumps.server().server());
    }

    @Override
    public ReadResponse onRead(ServiceRequestContext context, ReadRequest request)
        throws UaException {
      check(request);
      return super.onRead(context, request);
    }

    @Override
    public WriteResponse onWrite(ServiceRequestContext context, WriteRequest request)
        throws UaException {
      check(request);
      return super.onWrite(context, request);
    }
  }

  private final class View extends DefaultViewServiceSet {
    View() {
      super(pumps.server().server());
    }

    @Override
    public BrowseResponse onBrowse(ServiceRequestContext context, BrowseRequest request)
        throws UaException {
      check(request);
      return super.onBrowse(context, request);
    }
  }

  private final class Items extends DefaultMonitoredItemServiceSet {
    Items() {
      super(pumps.server().server());
    }

    @Override
    public CreateMonitoredItemsResponse onCreateMonitoredItems(
        ServiceRequestContext context, CreateMonitoredItemsRequest request) throws UaException {
      check(request);
      CreateMonitoredItemsResponse truth = super.onCreateMonitoredItems(context, request);
      MonitoredItemCreateResult[] results = truth.getResults();
      return !isShort
          ? truth
          : new CreateMonitoredItemsResponse(
              truth.getResponseHeader(), Arrays.copyOf(results, results.length - 1), null);
    }
  }

  private final class Subscribing extends DefaultSubscriptionServiceSet {
    private final Set<NodeId> sessions = ConcurrentHashMap.newKeySet();

    Subscribing() {
      super(pumps.server().server());
    }

    @Override
    public CreateSubscriptionResponse onCreateSubscription(
        ServiceRequestContext context, CreateSubscriptionRequest request) throws UaException {
      boolean isFirst = sessions.add(request.getRequestHeader().getAuthenticationToken());
      if (!isFirst) {
        check(request);
      }
      CreateSubscriptionResponse truth = super.onCreateSubscription(context, request);
      return !isQuick
          ? truth
          : new CreateSubscriptionResponse(
              truth.getResponseHeader(),
              truth.getSubscriptionId(),
              truth.getRevisedPublishingInterval(),
              truth.getRevisedLifetimeCount(),
              UInteger.valueOf(10));
    }

    @Override
    public CompletableFuture<PublishResponse> onPublish(
        ServiceRequestContext context, PublishRequest request) {
      publishes.incrementAndGet();
      if (isSilent) {
        var never = new CompletableFuture<PublishResponse>();
        hushed.add(never);
        return never;
      }
      long fault = faults.of(request);
      return fault == 0
          ? super.onPublish(context, request).thenApply(this::late)
          : CompletableFuture.failedFuture(new UaException(fault));
    }

    /** The same with a number that tells of four thousand million messages before. */
    private PublishResponse late(PublishResponse truth) {
      NotificationMessage message = truth.getNotificationMessage();
      return !gap
          ? truth
          : new PublishResponse(
              truth.getResponseHeader(),
              truth.getSubscriptionId(),
              truth.getAvailableSequenceNumbers(),
              truth.getMoreNotifications(),
              new NotificationMessage(
                  UInteger.MAX, message.getPublishTime(), message.getNotificationData()),
              truth.getResults(),
              truth.getDiagnosticInfos());
    }

    @Override
    public RepublishResponse onRepublish(ServiceRequestContext context, RepublishRequest request)
        throws UaException {
      republishes.incrementAndGet();
      return super.onRepublish(context, request);
    }
  }
}
