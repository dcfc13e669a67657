package io.integrationhost.plugins.coap;

import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.observe.ObserveRelation;
import org.eclipse.californium.core.server.resources.Resource;

/** Devices that observe their own resource to get downlinks. Thread-safe. */
final class Observers {

  private final int most;
  private final Duration patience;
  private final Reach reach;

  /** The one unused for longest first: it makes room. */
  private final Map<String, DeviceResource> resources = new LinkedHashMap<>(16, 0.75f, true);

  private boolean ended;

  Observers(Settings.Downlinks settings, Reach reach) {
    most = settings.observers();
    patience = settings.patience();
    this.reach = reach;
  }

  /** The resource of a device for a request that looks at it; empty: it is no way to look. */
  Optional<Resource> resource(Request request, Optional<String> device) {
    if (device.isEmpty() || !(request.isObserve() || request.isObserveCancel())) {
      return Optional.empty();
    }
    DeviceResource made;
    DeviceResource pushedOut = null;
    synchronized (this) {
      DeviceResource there = resources.get(device.get());
      if (there != null) {
        return Optional.of(there);
      }
      if (ended || !request.isObserve()) {
        return Optional.empty();
      }
      if (resources.size() >= most) {
        Iterator<DeviceResource> oldest = resources.values().iterator();
        pushedOut = oldest.next();
        oldest.remove();
      }
      made = new DeviceResource(device.get());
      resources.put(device.get(), made);
    }
    if (pushedOut != null) {
      pushedOut.clearObserveRelations();
    }
    return Optional.of(made);
  }

  synchronized int count() {
    return resources.size();
  }

  synchronized int relations() {
    return resources.values().stream().mapToInt(CoapResource::getObserverCount).sum();
  }

  CompletionStage<Void> send(Downlink downlink) {
    DeviceResource resource;
    synchronized (this) {
      resource = resources.get(downlink.deviceName());
    }
    if (resource == null) {
      return Refusal.notNow("device '" + downlink.deviceName() + "' does not observe now");
    }
    return resource.send(downlink);
  }

  void end() {
    List<DeviceResource> all;
    synchronized (this) {
      ended = true;
      all = new ArrayList<>(resources.values());
      resources.clear();
      all.forEach(this::over);
    }
    all.forEach(each -> each.clearAndNotifyObserveRelations(ResponseCode.SERVICE_UNAVAILABLE));
  }

  private static TransportException observesNoLonger(String device) {
    return Refusal.unavailable("device '" + device + "' observes no longer");
  }

  /** It may have gone between the question for it and the look. */
  private synchronized void there(DeviceResource resource) {
    if (!ended) {
      resources.putIfAbsent(resource.getName(), resource);
    }
  }

  private synchronized void gone(DeviceResource resource) {
    if (resource.getObserverCount() == 0) {
      resources.remove(resource.getName(), resource);
      over(resource);
    }
  }

  private synchronized void over(DeviceResource resource) {
    if (resource.isReached) {
      resource.isReached = false;
      reach.remove(resource.getName());
    }
  }

  /** The answer to a look is given; it may be over by now. */
  private synchronized void begun(DeviceResource resource) {
    if (!ended && resource.getObserverCount() > 0) {
      boolean isMore = reach.addLook(resource.getName());
      if (isMore && resource.isReached) {
        reach.remove(resource.getName());
      }
      resource.isReached |= isMore;
    }
  }

  /** What a device looks at. */
  private final class DeviceResource extends CoapResource {

    private final AtomicReference<Notice> next = new AtomicReference<>();
    private volatile ObserveRelation last;
    private boolean isReached;

    DeviceResource(String name) {
      super(name, false);
      setObservable(true);
      setObserveType(CoAP.Type.CON);
    }

    /** The look itself, when nothing is there yet, and each downlink after it. */
    @Override
    public void handleRequest(Exchange exchange) {
      Notice notice = next.get();
      if (notice == null
          || notice.relation() != exchange.getRelation()
          || !next.compareAndSet(notice, null)) {
        notice = null;
      }
      Response response =
          notice == null
              ? new Response(ResponseCode.CONTENT)
              : Answers.content(ResponseCode.CONTENT, notice.downlink());
      if (notice != null) {
        response.setType(CoAP.Type.CON);
        response.addMessageObserver(new Acknowledged(getName(), notice.done()));
      }
      boolean begins = notice == null && exchange.getRequest().isObserve();
      ObserveRelation.onResponse(exchange.getRelation(), response);
      exchange.sendResponse(response);
      if (begins) {
        begun(this);
      }
    }

    /** The last one counts: a device that looks again has forgotten its look of before. */
    @Override
    public void addObserveRelation(ObserveRelation relation) {
      super.addObserveRelation(relation);
      ObserveRelation before;
      synchronized (this) {
        before = last;
        last = relation;
      }
      there(this);
      if (before != null && before != relation) {
        before.cancel();
      }
    }

    @Override
    public void removeObserveRelation(ObserveRelation relation) {
      super.removeObserveRelation(relation);
      if (getObserverCount() == 0) {
        gone(this);
      }
    }

    CompletionStage<Void> send(Downlink downlink) {
      ObserveRelation relation = last;
      if (relation == null || relation.isCanceled()) {
        return Refusal.notNow("device '" + getName() + "' does not observe now");
      }
      var done = new CompletableFuture<Void>();
      var notice = new Notice(relation, downlink, done);
      if (!next.compareAndSet(null, notice)) {
        return Refusal.notNow("device '" + getName() + "' is being sent another downlink");
      }
      relation.getExchange().execute(() -> give(notice));
      return done.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
          .whenComplete((sent, failure) -> next.compareAndSet(notice, null))
          .exceptionallyCompose(
              failure ->
                  CompletableFuture.failedFuture(
                      failure instanceof TransportException
                          ? failure
                          : new TransportException(
                              TransportException.Kind.UNCONFIRMED,
                              "device '"
                                  + getName()
                                  + "' has not acknowledged the downlink in "
                                  + patience.toSeconds()
                                  + " s")));
    }

    private void give(Notice notice) {
      changed(each -> each == notice.relation());
      if (next.compareAndSet(notice, null)) {
        notice.done().completeExceptionally(observesNoLonger(getName()));
      }
    }
  }

  /** One downlink on its way to who looks. */
  private record Notice(
      ObserveRelation relation, Downlink downlink, CompletableFuture<Void> done) {}

  /** Hears what becomes of a downlink. */
  private static final class Acknowledged extends MessageObserverAdapter {
    private final String device;
    private final CompletableFuture<Void> done;

    Acknowledged(String device, CompletableFuture<Void> done) {
      this.device = device;
      this.done = done;
    }

    @Override
    public void onAcknowledgement() {
      done.complete(null);
    }

    @Override
    public void onReject() {
      done.completeExceptionally(observesNoLonger(device));
    }

    @Override
    protected void failed() {
      done.completeExceptionally(new IllegalStateException("not acknowledged"));
    }
  }
}
