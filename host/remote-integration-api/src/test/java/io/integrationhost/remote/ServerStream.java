package io.integrationhost.remote;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.integrationhost.remote.proto.RequestMsg;
import io.integrationhost.remote.proto.ResponseMsg;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One stream as the server sees it. */
final class ServerStream implements StreamObserver<RequestMsg> {
  private final ServerCallStreamObserver<ResponseMsg> responses;
  private final Runnable onEnd;
  private final BlockingQueue<RequestMsg> requests = new LinkedBlockingQueue<>();
  private final CountDownLatch halfClosed = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  ServerStream(ServerCallStreamObserver<ResponseMsg> responses, Runnable onEnd) {
    this.responses = responses;
    this.onEnd = onEnd;
    responses.setOnCancelHandler(this::over);
    responses.setOnCloseHandler(this::over);
  }

  /** Takes messages only when {@link #demand} asks for them. */
  void pause() {
    responses.disableAutoRequest();
  }

  void demand(int messages) {
    responses.request(messages);
  }

  private void over() {
    if (ended.getCount() > 0) {
      ended.countDown();
      onEnd.run();
    }
  }

  @Override
  public void onNext(RequestMsg request) {
    requests.add(request);
  }

  @Override
  public void onError(Throwable failure) {
    over();
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
    return halfClosed.await(20, TimeUnit.SECONDS);
  }

  boolean awaitEnd() throws InterruptedException {
    return ended.await(20, TimeUnit.SECONDS);
  }
}
