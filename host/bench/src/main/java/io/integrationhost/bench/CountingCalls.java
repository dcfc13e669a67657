package io.integrationhost.bench;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Wire;
import io.integrationhost.remote.proto.ConnectRequestMsg;
import io.integrationhost.remote.proto.IntegrationTransport;
import io.integrationhost.remote.proto.ResponseMsg;
import io.integrationhost.remote.proto.UplinkResponseMsg;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The streams of a counting server. */
final class CountingCalls implements ServerCallHandler<CountedRequest, byte[]> {
  private static final int PREFETCH = 64;
  private static final byte[] SUCCESS =
      ResponseMsg.newBuilder()
          .setUplinkResponseMsg(UplinkResponseMsg.newBuilder().setSuccess(true))
          .build()
          .toByteArray();

  private final Map<String, EmulatedIntegration> integrations;
  private final ArrivalListener listener;

  private CountingCalls(Collection<EmulatedIntegration> integrations, ArrivalListener listener) {
    this.integrations =
        integrations.stream()
            .collect(
                Collectors.toUnmodifiableMap(EmulatedIntegration::routingKey, Function.identity()));
    this.listener = listener;
  }

  static ServerServiceDefinition service(
      Collection<EmulatedIntegration> integrations, boolean decoding, ArrivalListener listener) {
    return ServerServiceDefinition.builder(IntegrationTransport.SERVICE)
        .addMethod(
            IntegrationTransport.handleMsgs().toBuilder(
                    new CountedRequest.Reader(decoding), new RawMarshaller())
                .build(),
            new CountingCalls(integrations, listener))
        .build();
  }

  @Override
  public ServerCall.Listener<CountedRequest> startCall(
      ServerCall<CountedRequest, byte[]> call, Metadata headers) {
    call.sendHeaders(new Metadata());
    call.request(PREFETCH);
    return new ServerCall.Listener<>() {
      @Override
      public void onMessage(CountedRequest request) {
        if (request.connect().isPresent()) {
          connect(call, request.connect().get());
        } else {
          if (request.items() > 0) {
            listener.arrived(request.items());
          }
          call.sendMessage(SUCCESS);
        }
        call.request(1);
      }

      @Override
      public void onHalfClose() {
        call.close(Status.OK, new Metadata());
      }
    };
  }

  private void connect(ServerCall<CountedRequest, byte[]> call, ConnectRequestMsg request) {
    Optional<EmulatedIntegration> known =
        Optional.ofNullable(integrations.get(request.getIntegrationRoutingKey()))
            .filter(each -> each.secret().equals(request.getIntegrationSecret()));
    if (known.isPresent()) {
      call.sendMessage(Wire.accepted(known.get()).toByteArray());
    } else {
      call.close(
          Status.UNKNOWN.withDescription("the counting server does not know this integration"),
          new Metadata());
    }
  }
}
