package io.integrationhost.converter.dedicated;

import static io.integrationhost.converter.dedicated.MetadataKey.gateway;
import static io.integrationhost.converter.dedicated.MetadataKey.message;

import io.integrationhost.converter.dedicated.InnerPayload.Encoding;
import java.util.List;

/**
 * An uplink message of The Things Stack, community (TTN) and industries (TTI). The fields are those
 * of its documentation, "Data formats". Names are ours: the field's own in the style of the other
 * platforms.
 */
final class ThingsStackMessage {
  static final Envelope ENVELOPE =
      new Envelope(
          List.of(
              message("eui", "end_device_ids.dev_eui"),
              message("devEui", "end_device_ids.dev_eui"),
              message("deviceId", "end_device_ids.device_id"),
              message("applicationId", "end_device_ids.application_ids.application_id"),
              message("joinEui", "end_device_ids.join_eui"),
              message("devAddr", "end_device_ids.dev_addr"),
              message("correlationIds", "correlation_ids"),
              message("uplinkMessageReceivedAt", "uplink_message.received_at"),
              message("receivedAt", "received_at"),
              message("receivedAt", "uplink_message.received_at"),
              message("sessionKeyId", "uplink_message.session_key_id"),
              message("fCnt", "uplink_message.f_cnt"),
              message("fPort", "uplink_message.f_port"),
              message("frmPayload", "uplink_message.frm_payload"),
              message("decodedPayloadWarnings", "uplink_message.decoded_payload_warnings"),
              message("confirmed", "uplink_message.confirmed"),
              message("consumedAirtime", "uplink_message.consumed_airtime"),
              message("packetErrorRate", "uplink_message.packet_error_rate"),
              message("lastBatteryPercentage", "uplink_message.last_battery_percentage.value"),
              message("frequency", "uplink_message.settings.frequency"),
              message("bandwidth", "uplink_message.settings.data_rate.lora.bandwidth"),
              message("spreadingFactor", "uplink_message.settings.data_rate.lora.spreading_factor"),
              message("codingRate", "uplink_message.settings.data_rate.lora.coding_rate"),
              message("codingRate", "uplink_message.settings.coding_rate"),
              message("brandId", "uplink_message.version_ids.brand_id"),
              message("modelId", "uplink_message.version_ids.model_id"),
              message("hardwareVersion", "uplink_message.version_ids.hardware_version"),
              message("firmwareVersion", "uplink_message.version_ids.firmware_version"),
              message("bandId", "uplink_message.version_ids.band_id"),
              message("netId", "uplink_message.network_ids.net_id"),
              message("tenantId", "uplink_message.network_ids.tenant_id"),
              message("clusterId", "uplink_message.network_ids.cluster_id"),
              message("clusterAddress", "uplink_message.network_ids.cluster_address"),
              message("attributes", "uplink_message.attributes"),
              message("locations", "uplink_message.locations"),
              message("simulated", "simulated"),
              gateway("gatewayId", "gateway_ids.gateway_id"),
              gateway("gatewayEui", "gateway_ids.eui"),
              gateway("rssi", "rssi"),
              gateway("snr", "snr"),
              gateway("channelRssi", "channel_rssi"),
              gateway("channelIndex", "channel_index"),
              gateway("frequencyOffset", "frequency_offset"),
              gateway("time", "time"),
              gateway("timestamp", "timestamp"),
              gateway("gatewayLatitude", "location.latitude"),
              gateway("gatewayLongitude", "location.longitude"),
              gateway("gatewayAltitude", "location.altitude")),
          new Gateways(
              JsonPath.of("uplink_message.rx_metadata"), JsonPath.of("rssi"), JsonPath.of("snr")),
          List.of(
              InnerPayload.of("uplink_message.decoded_payload", Encoding.JSON),
              InnerPayload.of("uplink_message.frm_payload", Encoding.BASE64)),
          MessageTime.at("uplink_message.received_at", "received_at"));

  private ThingsStackMessage() {}
}
