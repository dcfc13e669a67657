package io.integrationhost.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.integrationhost.remote.proto.ConnectRequestMsg;
import io.integrationhost.remote.proto.ConnectResponseMsg;
import io.integrationhost.remote.proto.MessageType;
import io.integrationhost.remote.proto.RequestMsg;
import io.integrationhost.remote.proto.ResponseMsg;
import io.integrationhost.remote.proto.UplinkMsg;
import io.integrationhost.remote.proto.UplinkResponseMsg;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One stream of a client that does nothing by itself. */
final class RawLink implements ClientResponseObserver<RequestMsg, ResponseMsg> {
  private static final int WAIT_SECONDS = 20;

  private static final MethodDescriptor<RequestMsg, ResponseMsg> METHOD =
      MethodDescriptor.<RequestMsg, ResponseMsg>newBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName("integration.IntegrationTransport/handleMsgs")
          .setRequestMarshaller(ProtoUtils.marshaller(RequestMsg.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(ResponseMsg.getDefaultInstance()))
          .build();

  private final BlockingQueue<ResponseMsg> responses = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();
  private ClientCallStreamObserver<RequestMsg> requests;

  private RawLink() {}

  static RawLink open(ManagedChannel channel) {
    RawLink link = new RawLink();
    ClientCalls.asyncBidiStreamingCall(channel.newCall(METHOD, CallOptions.DEFAULT), link);
    return link;
  }

  static RawLink connected(ManagedChannel channel, String key, String secret) {
    RawLink link = open(channel);
    link.connect(key, secret);
    ConnectResponseMsg response = link.next().getConnectResponseMsg();
    assertThat(response.getErrorMsg()).isEmpty();
    return link;
  }

  void connect(String key, String secret) {
    send(
        RequestMsg.newBuilder()
            .setConnectRequestMsg(
                ConnectRequestMsg.newBuilder()
                    .setIntegrationRoutingKey(key)
                    .setIntegrationSecret(secret)
                    .setServiceId("[remote:8082]"))
            .build());
  }

  void uplink(UplinkMsg message) {
    send(
        RequestMsg.newBuilder()
            .setMessageType(MessageType.UPLINK_RPC_MESSAGE)
            .setUplinkMsg(message)
            .build());
  }

  void heartbeat() {
    uplink(UplinkMsg.getDefaultInstance());
  }

  /** Sends an uplink and expects its answer next. */
  UplinkResponseMsg answerTo(UplinkMsg message) {
    uplink(message);
    return answer();
  }

  UplinkResponseMsg answer() {
    ResponseMsg response = next();
    assertThat(response.hasUplinkResponseMsg()).as("an answer: %s", response).isTrue();
    return response.getUplinkResponseMsg();
  }

  void send(RequestMsg message) {
    requests.onNext(message);
  }

  void halfClose() {
    requests.onCompleted();
  }

  void cancel() {
    requests.cancel("test", null);
  }

  ResponseMsg next() {
    try {
      ResponseMsg response = responses.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      assertThat(response).as("a response in time; stream ended: %s", end).isNotNull();
      return response;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  int waiting() {
    return responses.size();
  }

  Status end() throws Exception {
    return end.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  boolean hasEnded() {
    return end.isDone();
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<RequestMsg> stream) {
    requests = stream;
  }

  @Override
  public void onNext(ResponseMsg response) {
    responses.add(response);
  }

  @Override
  public void onError(Throwable cause) {
    end.complete(Status.fromThrowable(cause));
  }

  @Override
  public void onCompleted() {
    end.complete(Status.OK);
  }
}
