package io.integrationhost.emulator;

import io.integrationhost.remote.proto.ConnectResponseCode;
import io.integrationhost.remote.proto.ConnectResponseMsg;
import io.integrationhost.remote.proto.ConverterConfigurationProto;
import io.integrationhost.remote.proto.ConverterUpdateMsg;
import io.integrationhost.remote.proto.DeviceDownlinkDataProto;
import io.integrationhost.remote.proto.DownlinkMsg;
import io.integrationhost.remote.proto.IntegrationConfigurationProto;
import io.integrationhost.remote.proto.IntegrationUpdateMsg;
import io.integrationhost.remote.proto.ResponseMsg;
import io.integrationhost.remote.proto.TbMsgMetaDataProto;
import io.integrationhost.remote.proto.TbMsgProcessingCtxProto;
import io.integrationhost.remote.proto.TbMsgProto;
import io.integrationhost.remote.proto.UplinkResponseMsg;

/** Makes the messages of the server (facts 1.3). */
public final class Wire {
  private static final ResponseMsg SUCCESS =
      ResponseMsg.newBuilder()
          .setUplinkResponseMsg(UplinkResponseMsg.newBuilder().setSuccess(true))
          .build();

  private Wire() {}

  public static ResponseMsg accepted(EmulatedIntegration integration) {
    return ResponseMsg.newBuilder()
        .setConnectResponseMsg(
            ConnectResponseMsg.newBuilder()
                .setResponseCode(ConnectResponseCode.ACCEPTED)
                .setConfiguration(configuration(integration)))
        .build();
  }

  static ResponseMsg refused(ConnectResponseCode code, String text) {
    return ResponseMsg.newBuilder()
        .setConnectResponseMsg(
            ConnectResponseMsg.newBuilder()
                .setResponseCode(code)
                .setErrorMsg(text)
                .setConfiguration(IntegrationConfigurationProto.getDefaultInstance()))
        .build();
  }

  static ResponseMsg answer(Answer answer) {
    return answer.success()
        ? SUCCESS
        : ResponseMsg.newBuilder()
            .setUplinkResponseMsg(UplinkResponseMsg.newBuilder().setErrorMsg(answer.text()))
            .build();
  }

  /** A push to a session of the integration, whose tenant a converter shares. */
  static ResponseMsg push(Push push, EmulatedIntegration integration) {
    ResponseMsg.Builder message = ResponseMsg.newBuilder();
    if (push instanceof EmulatedIntegration changed) {
      message.setIntegrationUpdateMsg(
          IntegrationUpdateMsg.newBuilder().setConfiguration(configuration(changed)));
    } else if (push instanceof EmulatedConverter converter) {
      message.setConverterUpdateMsg(
          ConverterUpdateMsg.newBuilder().setConfiguration(converter(converter, integration)));
    } else if (push instanceof EmulatedDownlink downlink) {
      message.setDownlinkMsg(downlink(downlink));
    }
    return message.build();
  }

  private static IntegrationConfigurationProto configuration(EmulatedIntegration integration) {
    IntegrationConfigurationProto.Builder message =
        IntegrationConfigurationProto.newBuilder()
            .setTenantIdMSB(integration.tenantId().getMostSignificantBits())
            .setTenantIdLSB(integration.tenantId().getLeastSignificantBits())
            .setUplinkConverter(converter(integration.uplinkConverter(), integration))
            .setDownlinkConverter(
                integration
                    .downlinkConverter()
                    .map(converter -> converter(converter, integration))
                    .orElse(ConverterConfigurationProto.getDefaultInstance()))
            .setName(integration.name())
            .setRoutingKey(integration.routingKey())
            .setType(integration.type())
            .setConfiguration(integration.configuration())
            .setAdditionalInfo(integration.additionalInfo())
            .setEnabled(integration.enabled())
            .setIntegrationIdMSB(integration.id().getMostSignificantBits())
            .setIntegrationIdLSB(integration.id().getLeastSignificantBits());
    integration.debug().ifPresent(debug -> message.setDebugSettings(debug.json()));
    return message.build();
  }

  private static ConverterConfigurationProto converter(
      EmulatedConverter converter, EmulatedIntegration integration) {
    ConverterConfigurationProto.Builder message =
        ConverterConfigurationProto.newBuilder()
            .setTenantIdMSB(integration.tenantId().getMostSignificantBits())
            .setTenantIdLSB(integration.tenantId().getLeastSignificantBits())
            .setConverterIdMSB(converter.id().getMostSignificantBits())
            .setConverterIdLSB(converter.id().getLeastSignificantBits())
            .setName(converter.name())
            .setConfiguration(converter.configuration())
            .setAdditionalInfo(converter.additionalInfo())
            .setConverterVersion(converter.converterVersion());
    converter.debug().ifPresent(debug -> message.setDebugSettings(debug.json()));
    converter.integrationType().ifPresent(message::setIntegrationType);
    return message.build();
  }

  private static DownlinkMsg downlink(EmulatedDownlink downlink) {
    return DownlinkMsg.newBuilder()
        .setDeviceData(
            DeviceDownlinkDataProto.newBuilder()
                .setDeviceName(downlink.deviceName())
                .setDeviceType(downlink.deviceType())
                .setTbMsgProto(
                    TbMsgProto.newBuilder()
                        .setId(downlink.id().toString())
                        .setType(downlink.type())
                        .setEntityType("DEVICE")
                        .setEntityIdMSB(downlink.deviceId().getMostSignificantBits())
                        .setEntityIdLSB(downlink.deviceId().getLeastSignificantBits())
                        .setMetaData(
                            TbMsgMetaDataProto.newBuilder().putAllData(downlink.metadata()))
                        .setData(downlink.data())
                        .setTs(downlink.ts())
                        .setCtx(TbMsgProcessingCtxProto.getDefaultInstance())))
        .build();
  }
}
