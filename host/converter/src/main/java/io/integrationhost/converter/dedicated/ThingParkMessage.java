package io.integrationhost.converter.dedicated;

import static io.integrationhost.converter.dedicated.MetadataKey.gateway;
import static io.integrationhost.converter.dedicated.MetadataKey.message;

import io.integrationhost.converter.dedicated.InnerPayload.Encoding;
import java.util.List;

/**
 * A {@code DevEUI_uplink} of Actility ThingPark Wireless (THINGPARK) and Enterprise (TPE). The
 * fields are those of its documentation, "Uplink message". Names are ours: the field's own in the
 * style of the other platforms. The address for downlinks in the message stays out, as whoever
 * knows it may use it.
 */
final class ThingParkMessage {
  static final Envelope ENVELOPE =
      new Envelope(
          List.of(
              uplink("eui", "DevEUI"),
              uplink("devEui", "DevEUI"),
              uplink("deviceName", "CustomerData.name"),
              uplink("tags", "CustomerData.tags"),
              uplink("customerId", "CustomerID"),
              uplink("customerData", "CustomerData"),
              uplink("modelCfg", "ModelCfg"),
              uplink("driverCfg", "DriverCfg"),
              uplink("time", "Time"),
              uplink("devAddr", "DevAddr"),
              uplink("fCnt", "FCntUp"),
              uplink("fCntDn", "FCntDn"),
              uplink("fPort", "FPort"),
              uplink("payloadHex", "payload_hex"),
              uplink("micHex", "mic_hex"),
              uplink("rawMacCommands", "rawMacCommands"),
              uplink("points", "points"),
              uplink("adrBit", "ADRbit"),
              uplink("mType", "MType"),
              uplink("ackRequested", "AckRequested"),
              uplink("payloadEncryption", "PayloadEncryption"),
              uplink("dynamicClass", "DynamicClass"),
              uplink("late", "Late"),
              uplink("lostUplinksAs", "LostUplinksAS"),
              uplink("instantPer", "InstantPER"),
              uplink("meanPer", "MeanPER"),
              uplink("frequency", "Frequency"),
              uplink("spreadingFactor", "SpFact"),
              uplink("subBand", "SubBand"),
              uplink("channel", "Channel"),
              uplink("txPower", "TxPower"),
              uplink("nbTrans", "NbTrans"),
              uplink("devLrrCnt", "DevLrrCnt"),
              uplink("lrcid", "Lrcid"),
              gateway("gatewayId", "Lrrid"),
              uplink("gatewayId", "Lrrid"),
              gateway("rssi", "LrrRSSI"),
              uplink("rssi", "LrrRSSI"),
              gateway("snr", "LrrSNR"),
              uplink("snr", "LrrSNR"),
              gateway("esp", "LrrESP"),
              uplink("esp", "LrrESP"),
              uplink("gatewayName", "BaseStationData.name"),
              uplink("gatewayLatitude", "LrrLAT"),
              uplink("gatewayLongitude", "LrrLON"),
              uplink("batteryLevel", "BatteryLevel"),
              uplink("latitude", "DevLAT"),
              uplink("longitude", "DevLON")),
          new Gateways(
              JsonPath.of("DevEUI_uplink.Lrrs.Lrr"), JsonPath.of("LrrRSSI"), JsonPath.of("LrrSNR")),
          List.of(
              InnerPayload.of("DevEUI_uplink.payload", Encoding.JSON),
              InnerPayload.of("DevEUI_uplink.payload_hex", Encoding.HEX)),
          MessageTime.at("DevEUI_uplink.Time"));

  private ThingParkMessage() {}

  private static MetadataKey uplink(String name, String path) {
    return message(name, "DevEUI_uplink." + path);
  }
}
