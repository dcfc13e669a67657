package io.integrationhost.remote;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import io.integrationhost.remote.proto.AssetUplinkDataProto;
import io.integrationhost.remote.proto.DeviceUplinkDataProto;
import io.integrationhost.remote.proto.KeyValueProto;
import io.integrationhost.remote.proto.PostAttributeMsg;
import io.integrationhost.remote.proto.PostTelemetryMsg;
import io.integrationhost.remote.proto.UplinkMsg;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads back what {@link UplinkCodec} encodes, so that people can see what an item holds (facts 1.2
 * and 1.4). Thread-safe.
 */
public final class RecordReader {

  /**
   * What the record holds. Never throws for what the bytes are: anything that is no record is
   * {@link RecordContent.Unreadable}.
   */
  public RecordContent read(byte[] record) {
    if (record.length > UplinkMessage.MAX_BYTES) {
      return new RecordContent.Unreadable(
          "has " + record.length + " bytes; an item has at most " + UplinkMessage.MAX_BYTES);
    }
    try {
      return content(UplinkMsg.parseFrom(record));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return new RecordContent.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A message as ThingsBoard's own client keeps it (facts 3.3), with one item, as a record: without
   * the number of the message, which the link gives anew. What is no message comes back as it is.
   */
  public static byte[] withoutNumber(byte[] message) {
    try {
      UplinkMsg parsed = UplinkMsg.parseFrom(message);
      return parsed.getUplinkMsgId() == 0
          ? message
          : parsed.toBuilder().clearUplinkMsgId().build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      return message;
    }
  }

  /**
   * Of which entity the record is; empty if it is of none, or damaged. Costs far less than {@link
   * #read}.
   */
  public Optional<Header> header(byte[] record) {
    CodedInputStream in = CodedInputStream.newInstance(record);
    try {
      int field = WireFormat.getTagFieldNumber(in.readTag());
      if (field != UplinkMsg.DEVICEDATA_FIELD_NUMBER && field != UplinkMsg.ASSETDATA_FIELD_NUMBER) {
        return Optional.empty();
      }
      in.pushLimit(in.readRawVarint32());
      return Optional.of(
          header(
              field == UplinkMsg.DEVICEDATA_FIELD_NUMBER ? EntityKind.DEVICE : EntityKind.ASSET,
              in));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Devices and assets have the same field numbers. */
  private static Header header(EntityKind kind, CodedInputStream in) throws IOException {
    String name = "";
    boolean telemetry = false;
    boolean attributes = false;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      telemetry |= field == DeviceUplinkDataProto.POSTTELEMETRYMSG_FIELD_NUMBER;
      attributes |= field == DeviceUplinkDataProto.POSTATTRIBUTESMSG_FIELD_NUMBER;
      if (field == DeviceUplinkDataProto.DEVICENAME_FIELD_NUMBER) {
        name = in.readString();
      } else if (!in.skipField(tag)) {
        break;
      }
    }
    return new Header(kind, name, telemetry, attributes);
  }

  private static RecordContent content(UplinkMsg message) {
    int items =
        message.getDeviceDataCount()
            + message.getAssetDataCount()
            + message.getEntityViewDataCount()
            + message.getIntegrationStatisticsCount()
            + message.getEventsDataCount()
            + message.getTbMsgProtoCount();
    if (items != 1) {
      return new RecordContent.Unreadable("holds " + items + " known items instead of one");
    }
    if (message.getDeviceDataCount() == 1) {
      return new RecordContent.Entity(device(message.getDeviceData(0)));
    }
    if (message.getAssetDataCount() == 1) {
      return new RecordContent.Entity(asset(message.getAssetData(0)));
    }
    return new RecordContent.Other(other(message));
  }

  private static String other(UplinkMsg message) {
    if (message.getEventsDataCount() == 1) {
      return "event of the integration";
    }
    if (message.getIntegrationStatisticsCount() == 1) {
      return "statistics of the integration";
    }
    if (message.getEntityViewDataCount() == 1) {
      return "entity view '" + message.getEntityViewData(0).getViewName() + "'";
    }
    return "message of type '" + message.getTbMsgProto(0).getType() + "' for the rule engine";
  }

  private static EntityData device(DeviceUplinkDataProto device) {
    return new EntityData(
        EntityKind.DEVICE,
        device.getDeviceName(),
        device.getDeviceType(),
        device.getDeviceLabel(),
        device.getCustomerName(),
        device.getGroupName(),
        telemetry(device.hasPostTelemetryMsg(), device.getPostTelemetryMsg()),
        attributes(device.hasPostAttributesMsg(), device.getPostAttributesMsg()));
  }

  private static EntityData asset(AssetUplinkDataProto asset) {
    return new EntityData(
        EntityKind.ASSET,
        asset.getAssetName(),
        asset.getAssetType(),
        asset.getAssetLabel(),
        asset.getCustomerName(),
        asset.getGroupName(),
        telemetry(asset.hasPostTelemetryMsg(), asset.getPostTelemetryMsg()),
        attributes(asset.hasPostAttributesMsg(), asset.getPostAttributesMsg()));
  }

  private static Optional<List<TimedValues>> telemetry(boolean present, PostTelemetryMsg message) {
    return present
        ? Optional.of(
            message.getTsKvListList().stream()
                .map(instant -> new TimedValues(instant.getTs(), values(instant.getKvList())))
                .toList())
        : Optional.empty();
  }

  private static Optional<Map<String, Value>> attributes(
      boolean present, PostAttributeMsg message) {
    return present ? Optional.of(values(message.getKvList())) : Optional.empty();
  }

  private static Map<String, Value> values(List<KeyValueProto> pairs) {
    Map<String, Value> values = new LinkedHashMap<>();
    pairs.forEach(pair -> values.put(pair.getKey(), value(pair)));
    return values;
  }

  private static Value value(KeyValueProto pair) {
    return switch (pair.getType()) {
      case BOOLEAN_V -> Value.of(pair.getBoolV());
      case LONG_V -> Value.of(pair.getLongV());
      case DOUBLE_V -> Value.of(pair.getDoubleV());
      case STRING_V -> Value.of(pair.getStringV());
      case JSON_V -> Value.json(pair.getJsonV());
      case UNRECOGNIZED ->
          throw new IllegalArgumentException(
              "value of '" + pair.getKey() + "' has the unknown type " + pair.getTypeValue());
    };
  }

  /**
   * What can be told of a record of an entity without decoding its values.
   *
   * @param telemetry whether it carries telemetry
   * @param attributes whether it carries attributes
   */
  public record Header(EntityKind kind, String name, boolean telemetry, boolean attributes) {
    public Header {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(name, "name");
    }
  }
}
