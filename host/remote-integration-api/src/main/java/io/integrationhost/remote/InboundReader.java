package io.integrationhost.remote;

import io.integrationhost.remote.RuleMessage.DataType;
import io.integrationhost.remote.proto.ConnectResponseMsg;
import io.integrationhost.remote.proto.ConverterConfigurationProto;
import io.integrationhost.remote.proto.DeviceDownlinkDataProto;
import io.integrationhost.remote.proto.IntegrationConfigurationProto;
import io.integrationhost.remote.proto.ResponseMsg;
import io.integrationhost.remote.proto.TbMsgProto;
import io.integrationhost.remote.proto.UplinkResponseMsg;
import java.util.Optional;
import java.util.UUID;

/** Turns messages of the wire into ours. */
final class InboundReader {
  private InboundReader() {}

  /**
   * @throws IllegalArgumentException if the message holds nothing known, or something unreadable
   */
  static Inbound read(ResponseMsg message) {
    if (message.hasUplinkResponseMsg()) {
      return new Inbound.Answer(answer(message.getUplinkResponseMsg()));
    }
    if (message.hasDownlinkMsg()) {
      return new Inbound.Downlink(downlink(message.getDownlinkMsg().getDeviceData()));
    }
    if (message.hasIntegrationUpdateMsg()) {
      return new Inbound.IntegrationUpdate(
          integration(message.getIntegrationUpdateMsg().getConfiguration()));
    }
    if (message.hasConverterUpdateMsg()) {
      return new Inbound.ConverterUpdate(
          converter(message.getConverterUpdateMsg().getConfiguration()));
    }
    if (message.hasConnectResponseMsg()) {
      return connectResponse(message.getConnectResponseMsg());
    }
    throw new IllegalArgumentException("the message is of an unknown kind");
  }

  private static Inbound connectResponse(ConnectResponseMsg response) {
    return switch (response.getResponseCode()) {
      case ACCEPTED -> new Inbound.Welcome(integration(response.getConfiguration()));
      case BAD_CREDENTIALS -> new Inbound.Refusal(true, response.getErrorMsg());
      case SERVER_UNAVAILABLE, UNRECOGNIZED -> new Inbound.Refusal(false, response.getErrorMsg());
    };
  }

  private static UplinkAnswer answer(UplinkResponseMsg response) {
    return response.getSuccess()
        ? new UplinkAnswer.Accepted()
        : new UplinkAnswer.Refused(response.getErrorMsg());
  }

  private static DownlinkMessage downlink(DeviceDownlinkDataProto data) {
    return new DownlinkMessage(
        data.getDeviceName(), data.getDeviceType(), ruleMessage(data.getTbMsgProto()));
  }

  /** What the rule engine sent (facts 1.5). */
  private static RuleMessage ruleMessage(TbMsgProto message) {
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

  private static IntegrationConfiguration integration(IntegrationConfigurationProto proto) {
    ConverterConfigurationProto downlink = proto.getDownlinkConverter();
    return new IntegrationConfiguration(
        new UUID(proto.getTenantIdMSB(), proto.getTenantIdLSB()),
        new UUID(proto.getIntegrationIdMSB(), proto.getIntegrationIdLSB()),
        proto.getName(),
        proto.getRoutingKey(),
        proto.getType(),
        proto.getConfiguration(),
        proto.getAdditionalInfo(),
        proto.getEnabled(),
        proto.hasDebugSettings() ? Optional.of(proto.getDebugSettings()) : Optional.empty(),
        converter(proto.getUplinkConverter()),
        // An integration without a downlink converter comes with an empty one (facts 1.3).
        downlink.getConfiguration().isEmpty()
            ? Optional.empty()
            : Optional.of(converter(downlink)));
  }

  private static ConverterConfiguration converter(ConverterConfigurationProto proto) {
    return new ConverterConfiguration(
        new UUID(proto.getTenantIdMSB(), proto.getTenantIdLSB()),
        new UUID(proto.getConverterIdMSB(), proto.getConverterIdLSB()),
        proto.getName(),
        proto.getConfiguration(),
        proto.getAdditionalInfo(),
        proto.hasDebugSettings() ? Optional.of(proto.getDebugSettings()) : Optional.empty(),
        proto.hasIntegrationType() ? Optional.of(proto.getIntegrationType()) : Optional.empty(),
        proto.getConverterVersion());
  }
}
