package io.integrationhost.remote;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.integrationhost.remote.proto.IntegrationTransport;
import io.integrationhost.remote.proto.ResponseMsg;
import java.io.InputStream;

/** The link's method as its client uses it: writes only, so it never decodes what it sent. */
final class LinkMethod {
  static final MethodDescriptor<Outbound, ResponseMsg> HANDLE_MSGS =
      IntegrationTransport.handleMsgs().toBuilder(
              new WriteOnly(), IntegrationTransport.handleMsgs().getResponseMarshaller())
          .build();

  private LinkMethod() {}

  private static final class WriteOnly implements Marshaller<Outbound> {
    @Override
    public InputStream stream(Outbound message) {
      return new OutboundStream(message);
    }

    @Override
    public Outbound parse(InputStream stream) {
      throw new UnsupportedOperationException("a client does not receive requests");
    }
  }
}
