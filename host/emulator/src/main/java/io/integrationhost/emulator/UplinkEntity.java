package io.integrationhost.emulator;

import io.integrationhost.emulator.ReceivedItem.Kind;
import io.integrationhost.remote.proto.AssetUplinkDataProto;
import io.integrationhost.remote.proto.DeviceUplinkDataProto;
import io.integrationhost.remote.proto.PostAttributeMsg;
import io.integrationhost.remote.proto.PostTelemetryMsg;

/**
 * What devices and assets have in common on the wire.
 *
 * @param hasTelemetry presence, which is not the same as content (facts 2.5)
 * @param note which part the server lost, empty when none
 */
record UplinkEntity(
    Kind kind,
    String name,
    String type,
    String label,
    String customerName,
    String groupName,
    boolean hasTelemetry,
    PostTelemetryMsg telemetry,
    boolean hasAttributes,
    PostAttributeMsg attributes,
    String note) {

  static UplinkEntity of(DeviceUplinkDataProto data) {
    return new UplinkEntity(
        Kind.DEVICE,
        data.getDeviceName(),
        data.getDeviceType(),
        data.getDeviceLabel(),
        data.getCustomerName(),
        data.getGroupName(),
        data.hasPostTelemetryMsg(),
        data.getPostTelemetryMsg(),
        data.hasPostAttributesMsg(),
        data.getPostAttributesMsg(),
        "");
  }

  static UplinkEntity of(AssetUplinkDataProto data) {
    return new UplinkEntity(
        Kind.ASSET,
        data.getAssetName(),
        data.getAssetType(),
        data.getAssetLabel(),
        data.getCustomerName(),
        data.getGroupName(),
        data.hasPostTelemetryMsg(),
        data.getPostTelemetryMsg(),
        data.hasPostAttributesMsg(),
        data.getPostAttributesMsg(),
        "");
  }

  /** The part that the server takes, or the failure it stumbles into (facts 2.5). */
  UplinkEntity asTaken() throws UplinkFailure {
    if (name.isEmpty()) {
      throw new UplinkFailure(
          (kind == Kind.DEVICE ? "Device" : "Asset") + " name should be specified!");
    }
    if (!hasAttributes && telemetry.getTsKvListCount() == 0) {
      throw new UplinkFailure(UplinkProcessor.NULL_CALLBACK);
    }
    String badTelemetry = Values.notJson(telemetry);
    String badAttributes = Values.notJson(attributes.getKvList());
    if (badTelemetry.isEmpty() && badAttributes.isEmpty()) {
      return this;
    }
    if (!hasTelemetry || !hasAttributes) {
      throw new UplinkFailure(badTelemetry + badAttributes);
    }
    return new UplinkEntity(
        kind,
        name,
        type,
        label,
        customerName,
        groupName,
        badTelemetry.isEmpty(),
        badTelemetry.isEmpty() ? telemetry : PostTelemetryMsg.getDefaultInstance(),
        badAttributes.isEmpty(),
        badAttributes.isEmpty() ? attributes : PostAttributeMsg.getDefaultInstance(),
        "the server silently lost a part: " + badTelemetry + badAttributes);
  }
}
