package io.integrationhost.remote;

import com.google.protobuf.AbstractMessageLite;
import io.integrationhost.remote.proto.ConnectRequestMsg;
import io.integrationhost.remote.proto.RequestMsg;
import java.io.IOException;
import java.io.OutputStream;

/** A message to ThingsBoard in the form in which it is written. */
sealed interface Outbound {

  int length();

  void writeTo(OutputStream out) throws IOException;

  /** The first message of a stream. */
  static Outbound connect(LinkSettings settings) {
    Credentials credentials = settings.credentials();
    return new Connect(
        RequestMsg.newBuilder()
            .setConnectRequestMsg(
                ConnectRequestMsg.newBuilder()
                    .setIntegrationRoutingKey(credentials.routingKey())
                    .setIntegrationSecret(credentials.secret())
                    .setServiceId(settings.serviceId()))
            .build());
  }

  static Outbound uplink(UplinkMessage message) {
    return new Uplink(message);
  }

  record Connect(AbstractMessageLite<?, ?> message) implements Outbound {
    @Override
    public int length() {
      return message.getSerializedSize();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      message.writeTo(out);
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return "Connect";
    }
  }

  /** Written around the records, which are never decoded nor joined. */
  record Uplink(UplinkMessage message) implements Outbound {
    /** Message type uplink, then the tag of the uplink message (facts 1.2). */
    private static final byte[] PREFIX = {0x08, 0x01, 0x1a};

    @Override
    public int length() {
      return PREFIX.length + WireWriter.varintSize(message.bytes()) + message.bytes();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(PREFIX);
      int rest = message.bytes();
      while (rest > 0x7f) {
        out.write((rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      out.write(rest);
      for (byte[] record : message.records()) {
        out.write(record);
      }
    }
  }
}
