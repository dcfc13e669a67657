package io.integrationhost.converter;

import io.integrationhost.converter.process.Order;
import io.integrationhost.converter.process.Order.Arguments.Form;
import java.util.List;

/** What a script gets, on its way into another process. */
final class WireArguments {
  private static final byte[] NONE = {};

  private WireArguments() {}

  static Order.Arguments of(ScriptArguments arguments) {
    if (arguments instanceof UplinkArguments uplink) {
      return new Order.Arguments(
          Form.UPLINK, uplink.payload(), List.of(), List.of(uplink.metadata()));
    }
    if (arguments instanceof DedicatedArguments dedicated) {
      return new Order.Arguments(
          Form.DEDICATED, dedicated.payload(), List.of(dedicated.metadataJson()), List.of());
    }
    DownlinkRequest request = ((DownlinkArguments) arguments).request();
    return new Order.Arguments(
        Form.DOWNLINK,
        NONE,
        List.of(request.message(), request.messageType()),
        List.of(request.metadata(), request.integrationMetadata()));
  }

  static ScriptArguments of(Order.Arguments sent) {
    return switch (sent.form()) {
      case UPLINK -> UplinkArguments.of(sent.payload(), sent.maps().get(0));
      case DEDICATED -> new DedicatedArguments(sent.payload(), sent.texts().get(0));
      case DOWNLINK ->
          DownlinkArguments.of(
              new DownlinkRequest(
                  sent.texts().get(0),
                  sent.maps().get(0),
                  sent.texts().get(1),
                  sent.maps().get(1)));
    };
  }
}
