package io.integrationhost.remote;

import com.google.protobuf.InvalidProtocolBufferException;
import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import io.integrationhost.remote.proto.DeviceDownlinkDataProto;
import io.integrationhost.remote.proto.DownlinkMsg;
import io.integrationhost.remote.proto.ResponseMsg;
import io.integrationhost.remote.proto.TbMsgProto;
import io.integrationhost.remote.proto.UplinkResponseMsg;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Messages that tests send. */
final class Messages {
  private Messages() {}

  static ResponseMsg vector(String name) {
    try {
      return ResponseMsg.parseFrom(WireVector.load(name).bytes());
    } catch (InvalidProtocolBufferException invalid) {
      throw new AssertionError(name, invalid);
    }
  }

  static ResponseMsg accepted() {
    return vector("connect-accepted-custom");
  }

  static ResponseMsg success() {
    return vector("uplink-answer-success");
  }

  static ResponseMsg refused(String error) {
    return ResponseMsg.newBuilder()
        .setUplinkResponseMsg(UplinkResponseMsg.newBuilder().setErrorMsg(error))
        .build();
  }

  static ResponseMsg downlinkWithId(String id) {
    return ResponseMsg.newBuilder()
        .setDownlinkMsg(
            DownlinkMsg.newBuilder()
                .setDeviceData(
                    DeviceDownlinkDataProto.newBuilder()
                        .setTbMsgProto(TbMsgProto.newBuilder().setId(id))))
        .build();
  }

  static UplinkMessage uplink(String device) {
    return UplinkMessage.of(List.of(record(device)));
  }

  static byte[] record(String device) {
    return new UplinkCodec()
        .encode(
            new EntityData(
                EntityKind.DEVICE,
                device,
                "type",
                "",
                "",
                "",
                Optional.of(List.of(new TimedValues(1, Map.of("t", Value.of(1))))),
                Optional.empty()));
  }
}
