package io.integrationhost.remote;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.integrationhost.remote.proto.RequestMsg;
import io.integrationhost.remote.proto.ResponseMsg;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One stream as the server sees it. */
final class ServerStream implements StreamObserver<RequestMsg> {
  private final ServerCallStreamObserver<ResponseMsg> responses;
  private final BlockingQueue<RequestMsg> requests = new LinkedBlockingQueue<>();
  private final CountDownLatch halfClosed = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  ServerStream(ServerCallStreamObserver<ResponseMsg> responses) {
    this.responses = responses;
    responses.setOnCancelHandler(ended::countDown);
    responses.setOnCloseHandler(ended::countDown);
  }

  /** Takes so many messages more, when the server does not take them by itself. */
  void demand(int messages) {
    responses.request(messages);
  }

  @Override
  public void onNext(RequestMsg request) {
    requests.add(request);
  }

  @Override
  public void onError(Throwable failure) {
    ended.countDown();
  }

  @Override
  public void onCompleted() {
    halfClosed.countDown();
  }

  RequestMsg nextRequest() throws InterruptedException {
    RequestMsg request = requests.poll(20, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no request came");
    }
    return request;
  }

  /** The device of the next uplink. */
  String nextDevice() throws InterruptedException {
    return nextRequest().getUplinkMsg().getDeviceData(0).getDeviceName();
  }

  int pendingRequests() {
    return requests.size();
  }

  void send(ResponseMsg message) {
    responses.onNext(message);
  }

  void complete() {
    responses.onCompleted();
  }

  void fail(Status status) {
    responses.onError(status.asRuntimeException());
  }

  boolean isHalfClosed() {
    return halfClosed.getCount() == 0;
  }

  boolean awaitHalfClose() throws InterruptedException {
    return isHalfClosedWithin(Duration.ofSeconds(20));
  }

  boolean isHalfClosedWithin(Duration time) throws InterruptedException {
    return halfClosed.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean awaitEnd() throws InterruptedException {
    return ended.await(20, TimeUnit.SECONDS);
  }
}
