package io.integrationhost.remote;

import io.integrationhost.remote.RuleMessage.DataType;
import io.integrationhost.remote.proto.TbMsgProto;
import java.util.Optional;
import java.util.UUID;

/** Messages of the rule engine on the wire (facts 1.5). */
final class RuleMessageCodec {
  private RuleMessageCodec() {}

  static void write(WireWriter out, RuleMessage message) {
    out.string(1, message.id().toString());
    out.string(2, message.type());
    out.string(3, message.originatorType());
    out.int64(4, message.originatorId().getMostSignificantBits());
    out.int64(5, message.originatorId().getLeastSignificantBits());
    if (!message.metadata().isEmpty()) {
      int metadata = out.open(11);
      message.metadata().forEach((key, value) -> entry(out, key, value));
      out.close(metadata);
    }
    out.int64(13, message.dataType().number());
    out.string(14, message.data());
    out.int64(15, message.ts());
    message
        .customerId()
        .ifPresent(
            id -> {
              out.int64(17, id.getMostSignificantBits());
              out.int64(18, id.getLeastSignificantBits());
            });
    // The processing context: ThingsBoard's own writer always sends it, so nobody relies on
    // absence.
    out.close(out.open(19));
  }

  private static void entry(WireWriter out, String key, String value) {
    int entry = out.open(1);
    out.string(1, key);
    out.string(2, value);
    out.close(entry);
  }

  /**
   * @throws IllegalArgumentException if the id or the data type is none
   */
  static RuleMessage read(TbMsgProto message) {
    return new RuleMessage(
        UUID.fromString(message.getId()),
        message.getType(),
        message.getEntityType(),
        new UUID(message.getEntityIdMSB(), message.getEntityIdLSB()),
        customer(message),
        message.getMetaData().getDataMap(),
        DataType.of(message.getDataType()),
        message.getData(),
        message.getTs());
  }

  private static Optional<UUID> customer(TbMsgProto message) {
    return message.getCustomerIdMSB() == 0 || message.getCustomerIdLSB() == 0
        ? Optional.empty()
        : Optional.of(new UUID(message.getCustomerIdMSB(), message.getCustomerIdLSB()));
  }
}
