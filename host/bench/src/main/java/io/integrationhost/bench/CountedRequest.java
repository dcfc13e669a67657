package io.integrationhost.bench;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor.Marshaller;
import io.integrationhost.remote.proto.ConnectRequestMsg;
import io.integrationhost.remote.proto.RequestMsg;
import io.integrationhost.remote.proto.UplinkMsg;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * What a counting server looks at in a request (facts 1.2).
 *
 * @param items how many devices and assets an uplink message is about; events are not counted
 */
record CountedRequest(Optional<ConnectRequestMsg> connect, int items) {

  /** Skips over items by their lengths. */
  static CountedRequest read(byte[] message) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(message);
    Optional<ConnectRequestMsg> connect = Optional.empty();
    int items = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case RequestMsg.CONNECTREQUESTMSG_FIELD_NUMBER ->
            connect = Optional.of(ConnectRequestMsg.parseFrom(in.readByteArray()));
        case RequestMsg.UPLINKMSG_FIELD_NUMBER -> {
          int end = in.pushLimit(in.readRawVarint32());
          items += items(in);
          in.popLimit(end);
        }
        default -> in.skipField(tag);
      }
    }
    return new CountedRequest(connect, items);
  }

  /** Builds every object of the message, as a server does that works with it. */
  static CountedRequest decode(byte[] message) throws IOException {
    RequestMsg request = RequestMsg.parseFrom(message);
    if (request.hasConnectRequestMsg()) {
      return new CountedRequest(Optional.of(request.getConnectRequestMsg()), 0);
    }
    UplinkMsg uplink = request.getUplinkMsg();
    int items = uplink.getDeviceDataCount() + uplink.getAssetDataCount();
    return new CountedRequest(Optional.empty(), items);
  }

  private static int items(CodedInputStream in) throws IOException {
    int items = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      if (field == UplinkMsg.DEVICEDATA_FIELD_NUMBER || field == UplinkMsg.ASSETDATA_FIELD_NUMBER) {
        items++;
      }
      in.skipField(tag);
    }
    return items;
  }

  /** Reads requests off the network. */
  record Reader(boolean decoding) implements Marshaller<CountedRequest> {
    @Override
    public CountedRequest parse(InputStream stream) {
      try {
        byte[] message = RawMarshaller.bytes(stream);
        return decoding ? decode(message) : read(message);
      } catch (IOException e) {
        throw new UncheckedIOException("a request cannot be read", e);
      }
    }

    @Override
    public InputStream stream(CountedRequest request) {
      throw new UnsupportedOperationException("a server does not send requests");
    }
  }
}
