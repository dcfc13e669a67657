package io.integrationhost.emulator;

import io.integrationhost.remote.proto.AssetUplinkDataProto;
import io.integrationhost.remote.proto.DeviceUplinkDataProto;
import io.integrationhost.remote.proto.KeyValueProto;
import io.integrationhost.remote.proto.KeyValueType;
import io.integrationhost.remote.proto.PostAttributeMsg;
import io.integrationhost.remote.proto.PostTelemetryMsg;
import io.integrationhost.remote.proto.TsKvListProto;
import io.integrationhost.remote.proto.UplinkMsg;

/** Makes uplink messages for tests. */
final class Uplinks {
  static final long TS = 1_700_000_000_000L;

  private Uplinks() {}

  static UplinkMsg device(String name) {
    return device(name, 1);
  }

  static UplinkMsg device(String name, long value) {
    return UplinkMsg.newBuilder().addDeviceData(item(name, value)).build();
  }

  static UplinkMsg devices(String... names) {
    UplinkMsg.Builder message = UplinkMsg.newBuilder();
    for (String name : names) {
      message.addDeviceData(item(name, 1));
    }
    return message.build();
  }

  static UplinkMsg.Builder of(DeviceUplinkDataProto.Builder item) {
    return UplinkMsg.newBuilder().addDeviceData(item);
  }

  static DeviceUplinkDataProto.Builder item(String name, long value) {
    return DeviceUplinkDataProto.newBuilder()
        .setDeviceName(name)
        .setDeviceType("type")
        .setPostTelemetryMsg(telemetry(number("v", value)));
  }

  static AssetUplinkDataProto.Builder asset(String name) {
    return AssetUplinkDataProto.newBuilder()
        .setAssetName(name)
        .setAssetType("building")
        .setPostTelemetryMsg(telemetry(number("v", 1)));
  }

  static PostTelemetryMsg.Builder telemetry(KeyValueProto... values) {
    TsKvListProto.Builder list = TsKvListProto.newBuilder().setTs(TS);
    for (KeyValueProto value : values) {
      list.addKv(value);
    }
    return PostTelemetryMsg.newBuilder().addTsKvList(list);
  }

  static PostAttributeMsg.Builder attributes(KeyValueProto... values) {
    PostAttributeMsg.Builder message = PostAttributeMsg.newBuilder();
    for (KeyValueProto value : values) {
      message.addKv(value);
    }
    return message;
  }

  static KeyValueProto number(String key, long value) {
    return KeyValueProto.newBuilder()
        .setKey(key)
        .setType(KeyValueType.LONG_V)
        .setLongV(value)
        .build();
  }

  static KeyValueProto fraction(String key, double value) {
    return KeyValueProto.newBuilder()
        .setKey(key)
        .setType(KeyValueType.DOUBLE_V)
        .setDoubleV(value)
        .build();
  }

  static KeyValueProto text(String key, String value) {
    return KeyValueProto.newBuilder()
        .setKey(key)
        .setType(KeyValueType.STRING_V)
        .setStringV(value)
        .build();
  }

  static KeyValueProto json(String key, String value) {
    return KeyValueProto.newBuilder()
        .setKey(key)
        .setType(KeyValueType.JSON_V)
        .setJsonV(value)
        .build();
  }
}
