package io.integrationhost.converter.dedicated;

import static io.integrationhost.converter.dedicated.MetadataKey.gateway;
import static io.integrationhost.converter.dedicated.MetadataKey.message;

import io.integrationhost.converter.dedicated.InnerPayload.Encoding;
import java.util.List;

/**
 * An event of ChirpStack 4. The fields are those of its public event definition ({@code
 * integration.UplinkEvent} and {@code gw.UplinkRxInfo} of the chirpstack_api documentation, in
 * their JSON form). Names are the field's own; {@code eui} is ours.
 */
final class ChirpStackMessage {
  static final Envelope ENVELOPE =
      new Envelope(
          List.of(
              message("eui", "deviceInfo.devEui"),
              message("devEui", "deviceInfo.devEui"),
              message("deviceName", "deviceInfo.deviceName"),
              message("deviceProfileId", "deviceInfo.deviceProfileId"),
              message("deviceProfileName", "deviceInfo.deviceProfileName"),
              message("deviceClassEnabled", "deviceInfo.deviceClassEnabled"),
              message("applicationId", "deviceInfo.applicationId"),
              message("applicationName", "deviceInfo.applicationName"),
              message("tenantId", "deviceInfo.tenantId"),
              message("tenantName", "deviceInfo.tenantName"),
              message("tags", "deviceInfo.tags"),
              message("deduplicationId", "deduplicationId"),
              message("time", "time"),
              message("devAddr", "devAddr"),
              message("adr", "adr"),
              message("dr", "dr"),
              message("fCnt", "fCnt"),
              message("fPort", "fPort"),
              message("confirmed", "confirmed"),
              message("data", "data"),
              message("regionConfigId", "regionConfigId"),
              message("frequency", "txInfo.frequency"),
              message("bandwidth", "txInfo.modulation.lora.bandwidth"),
              message("spreadingFactor", "txInfo.modulation.lora.spreadingFactor"),
              message("codeRate", "txInfo.modulation.lora.codeRate"),
              gateway("gatewayId", "gatewayId"),
              gateway("uplinkId", "uplinkId"),
              gateway("rssi", "rssi"),
              gateway("snr", "snr"),
              gateway("channel", "channel"),
              gateway("rfChain", "rfChain"),
              gateway("board", "board"),
              gateway("antenna", "antenna"),
              gateway("crcStatus", "crcStatus"),
              gateway("gwTime", "gwTime"),
              gateway("nsTime", "nsTime"),
              gateway("gatewayLatitude", "location.latitude"),
              gateway("gatewayLongitude", "location.longitude"),
              gateway("gatewayAltitude", "location.altitude")),
          new Gateways(JsonPath.of("rxInfo"), JsonPath.of("rssi"), JsonPath.of("snr")),
          List.of(
              InnerPayload.of("object", Encoding.JSON), InnerPayload.of("data", Encoding.BASE64)),
          MessageTime.at("time"));

  private ChirpStackMessage() {}
}
