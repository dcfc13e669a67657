package io.integrationhost.remote.proto;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoUtils;

/** The service of the link (facts 1.1). */
public final class IntegrationTransport {
  /** The service's full name. */
  public static final String SERVICE = "integration.IntegrationTransport";

  /** The full name of its only method. */
  public static final String METHOD =
      MethodDescriptor.generateFullMethodName(SERVICE, "handleMsgs");

  private static final MethodDescriptor<RequestMsg, ResponseMsg> HANDLE_MSGS =
      MethodDescriptor.<RequestMsg, ResponseMsg>newBuilder()
          .setType(MethodType.BIDI_STREAMING)
          .setFullMethodName(METHOD)
          .setRequestMarshaller(ProtoUtils.marshaller(RequestMsg.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(ResponseMsg.getDefaultInstance()))
          .build();

  private IntegrationTransport() {}

  /** The method with generated messages on both sides, for servers. */
  public static MethodDescriptor<RequestMsg, ResponseMsg> handleMsgs() {
    return HANDLE_MSGS;
  }
}
