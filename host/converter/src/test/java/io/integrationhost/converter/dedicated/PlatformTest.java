package io.integrationhost.converter.dedicated;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlatformTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CHIRPSTACK | {\"temperature\":26.10,\"humidity\":32}",
        "TTN        | {\"temperature\":1.0,\"luminosity\":0.64}",
        "TTI        | {\"temperature\":1.0,\"luminosity\":0.64}",
        "LORIOT     | {\"level\":2}",
        "THINGPARK  | {\"temperature\":24}",
        "TPE        | {\"temperature\":24}",
      })
  void whatThePlatformDecodedComesFirst(String platform, String payload) {
    Unwrapped unwrapped = Samples.unwrap(platform, Samples.of(platform));
    assertThat(new String(unwrapped.payload(), StandardCharsets.UTF_8)).isEqualTo(payload);
    assertThat(unwrapped.metadata().get("payloadFormat").getAsString()).isEqualTo("JSON");
  }

  @ParameterizedTest
  @CsvSource({
    "CHIRPSTACK, 010501ff, object",
    "TTN,        8241de,   uplink_message.decoded_payload",
    "TTI,        8241de,   uplink_message.decoded_payload",
    "LORIOT,     80ff0200, decoded",
    "THINGPARK,  9e184856, DevEUI_uplink.payload",
    "TPE,        9e184856, DevEUI_uplink.payload",
  })
  void elseTheBytes(String platform, String payload, String decoded) {
    Unwrapped unwrapped = Samples.unwrap(platform, Samples.without(platform, decoded));
    assertThat(HexFormat.of().formatHex(unwrapped.payload())).isEqualTo(payload);
    assertThat(unwrapped.metadata().get("payloadFormat").getAsString()).isEqualTo("BINARY");
  }

  @Test
  void elseTheEncryptedBytes() {
    Unwrapped unwrapped = Samples.unwrap("LORIOT", Samples.without("LORIOT", "decoded", "data"));
    assertThat(unwrapped.payload()).containsExactly(0x00, 0x11, 0x22, 0x33);
  }

  @ParameterizedTest
  @CsvSource({"CHIRPSTACK", "TTN", "TTI", "LORIOT", "THINGPARK", "TPE"})
  void elseNothing(String platform) {
    Unwrapped unwrapped = Samples.unwrap(platform, new JsonObject());
    assertThat(unwrapped.payload()).isEmpty();
    assertThat(unwrapped.metadata())
        .isEqualTo(JsonParser.parseString("{'ts': 1234, 'payloadFormat': 'BINARY'}"));
  }

  @ParameterizedTest
  @CsvSource({
    "CHIRPSTACK, {object: null; data: null}",
    "LORIOT,     {decoded: null; data: null; encdata: null}",
  })
  void nullIsNothing(String platform, String message) {
    JsonObject json = JsonParser.parseString(message).getAsJsonObject();
    assertThat(Samples.unwrap(platform, json).payload()).isEmpty();
    assertThat(Samples.unwrap(platform, json).metadata().keySet())
        .containsExactly("ts", "payloadFormat");
  }

  @Test
  void metadataOfChirpStack() {
    assertMetadata(
        "CHIRPSTACK",
        """
        {eui: '0101010101010101', devEui: '0101010101010101', deviceName: 'Store 7',
         deviceProfileId: '14855bf7-d10d-4aee-b618-ebfcb64dc7ad', deviceProfileName: 'Thermometer',
         deviceClassEnabled: 'CLASS_A', applicationId: '17c82e96-be03-4f38-aef3-f83d48582d97',
         applicationName: 'Cold stores', tenantId: '52f14cd4-c6f1-4fbd-8f87-4025e1d49242',
         tenantName: 'Waterworks', tags: {site: 'north'},
         deduplicationId: '3ac7e3c4-4401-4b8d-9386-a5c902f9202d',
         time: '2022-07-18T09:34:15.775023242+00:00', devAddr: '00189440', adr: true, dr: 1,
         fCnt: 4, fPort: 2, confirmed: false, data: 'AQUB/w==', regionConfigId: 'us915_0',
         frequency: 902700000, bandwidth: 125000, spreadingFactor: 9, codeRate: 'CR_4_5',
         gatewayId: '0016c001f153a14d', uplinkId: 4217106256, rssi: -36, snr: 10.75, channel: 2,
         rfChain: 1, board: 1, antenna: 1, crcStatus: 'CRC_OK',
         gwTime: '2022-07-18T09:34:15.770000000+00:00',
         nsTime: '2022-07-18T09:34:15.780000000+00:00', gatewayLatitude: 52.2,
         gatewayLongitude: 4.8, gatewayAltitude: 12.5, ts: 1658136855775, payloadFormat: 'JSON'}
        """);
  }

  @ParameterizedTest
  @CsvSource({"TTN", "TTI"})
  void metadataOfTheThingsStack(String platform) {
    assertMetadata(
        platform,
        """
        {eui: '0004A30B001C0530', devEui: '0004A30B001C0530', deviceId: 'dev1',
         applicationId: 'app1', joinEui: '800000000000000C', devAddr: '00BCB929',
         correlationIds: ['as:up:01', 'ns:uplink:02'],
         uplinkMessageReceivedAt: '2020-02-12T15:15:45.123456789Z', receivedAt: '2020-02-12T15:15:45.787Z',
         sessionKeyId: 'AXA50fHUMwxRzw==', fCnt: 1, fPort: 15, frmPayload: 'gkHe',
         decodedPayloadWarnings: ['low'], confirmed: true, consumedAirtime: '0.056576s',
         packetErrorRate: 0.25, lastBatteryPercentage: 86.4, frequency: '868300000',
         bandwidth: 125000, spreadingFactor: 7, codingRate: '4/6', brandId: 'the-things-products',
         modelId: 'the-things-uno', hardwareVersion: '1.0', firmwareVersion: 'quickstart',
         bandId: 'EU_863_870', netId: '000013', tenantId: 'tenant1', clusterId: 'eu1',
         clusterAddress: 'eu1.cloud.thethings.example', attributes: {floor: '2'},
         locations: {user: {latitude: 37.97, longitude: 23.72, source: 'SOURCE_REGISTRY'}},
         simulated: true, gatewayId: 'gtw1', gatewayEui: '9C5C8E00001A05C4', rssi: -35, snr: 5.2,
         channelRssi: -35, channelIndex: 2, frequencyOffset: '-1063',
         time: '2020-02-12T15:15:45.700Z', timestamp: 2463457000, gatewayLatitude: 37.97,
         gatewayLongitude: 23.72, gatewayAltitude: 2, ts: 1581520545123, payloadFormat: 'JSON'}
        """);
  }

  @Test
  void metadataOfLoriot() {
    assertMetadata(
        "LORIOT",
        """
        {eui: '4786C58B0056003B', devEui: '4786C58B0056003B', cmd: 'gw', seqno: 86090808,
         fCnt: 795, 'f\u0421nt': 795, fPort: 8, frequency: 867100000, toa: 61,
         dr: 'SF7 BW125 4/5', ack: false, bat: 254, offline: false, data: '80ff0200',
         encdata: '00112233', gws: [
          {rssi: -122, snr: -9, ts: 1556112212567, time: '2019-04-24T13:23:31.519839Z',
           gweui: 'F03D29FFFF00000D', lat: 49.4340425, lon: 15.5789133},
          {rssi: -109, snr: 7.5, ts: 1556112212562, time: '2019-04-24T13:23:32.562588Z',
           gweui: 'B827EBFFFF5B4D98', ant: 0, lat: 49.3932, lon: 15.5763}],
         gatewayEui: 'B827EBFFFF5B4D98', rssi: -109, snr: 7.5,
         time: '2019-04-24T13:23:32.562588Z', antenna: 0, gatewayLatitude: 49.3932,
         gatewayLongitude: 15.5763, ts: 1556112212562, payloadFormat: 'JSON'}
        """);
  }

  @ParameterizedTest
  @CsvSource({"THINGPARK", "TPE"})
  void metadataOfThingPark(String platform) {
    assertMetadata(
        platform,
        """
        {eui: '0018B20000000BEE', devEui: '0018B20000000BEE', deviceName: 'Field tester',
         tags: ['Site=Paris'], customerId: '100002164',
         customerData: {tags: ['Site=Paris'], name: 'Field tester'}, modelCfg: '1:ShowRoomTag',
         driverCfg: {id: 'actility:adeunis-field-test:1'}, time: '2024-12-17T10:16:55.911+01:00',
         devAddr: '040006CC', fCnt: 368, fCntDn: 370, fPort: 1, payloadHex: '9e184856',
         micHex: 'd0ffa164', rawMacCommands: '',
         points: {temperature: {unitId: 'Cel', record: 24}}, adrBit: 1, mType: 4, ackRequested: 1,
         payloadEncryption: 0, dynamicClass: 'A', late: 0, lostUplinksAs: 0, instantPer: 0.0,
         meanPer: 0.0, frequency: 868.5, spreadingFactor: 7, subBand: 'G1', channel: 'LC3',
         txPower: 2.0, nbTrans: 1, devLrrCnt: 2, lrcid: '000000CB', gatewayId: '10001273',
         rssi: '-84.000000', snr: '9.75', esp: '-84.437256', gatewayName: 'Paris Office',
         gatewayLatitude: 47.934113, gatewayLongitude: 1.196017, batteryLevel: 200, latitude: 47.9,
         longitude: 1.1, ts: 1734427015911, payloadFormat: 'JSON'}
        """);
  }

  /** The sample has every field of the platform's table. */
  private static void assertMetadata(String platform, String expected) {
    JsonObject metadata = Samples.unwrap(platform, Samples.of(platform)).metadata();
    assertThat(metadata).isEqualTo(JsonParser.parseString(expected));
    assertThat(metadata.keySet())
        .containsAll(
            Platform.of(platform).orElseThrow().envelope().keys().stream()
                .map(MetadataKey::name)
                .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHIRPSTACK | {time: '2022-07-18T09:34:15.775+02:00'} | 1658129655775",
        "CHIRPSTACK | {time: 'yesterday'}                     | 1234",
        "CHIRPSTACK | {time: {}}                              | 1234",
        "TTN | {received_at: '2020-02-12T15:15:45.787Z'}      | 1581520545787",
        "TTN | {received_at: '2020-02-12T15:15:45.787Z', uplink_message: {received_at: 'no'}} |"
            + " 1581520545787",
        "TTN | {received_at: '2020-02-12T15:15:45.787Z', uplink_message: {received_at:"
            + " '2020-02-12T15:15:45.1Z'}} | 1581520545100",
        "LORIOT | {ts: 1556112212562}                         | 1556112212562",
        "LORIOT | {ts: '1556112212562'}                       | 1556112212562",
        "THINGPARK | {DevEUI_uplink: {Time: '2018-10-03T15:38:46.882+02:00'}} | 1538573926882",
      })
  void time(String platform, String message, long ts) {
    assertThat(
            Samples.unwrap(platform, JsonParser.parseString(message).getAsJsonObject())
                .metadata()
                .get("ts")
                .getAsLong())
        .isEqualTo(ts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LORIOT | {rssi: -80, snr: 3}                                           | -80 | 3",
        "LORIOT | {rssi: -80, snr: 3, gws: []}                                  | -80 | 3",
        "LORIOT | {gws: [{rssi: -80, snr: 3}, {rssi: -81, snr: 9}]}             | -80 | 3",
        "LORIOT | {gws: [{rssi: -80, snr: 3}, {rssi: -80, snr: 9}]}             | -80 | 9",
        "LORIOT | {gws: [{snr: 12}, 7, {rssi: 'x', snr: 12}, {rssi: -120, snr: 1}]} | -120 | 1",
        "THINGPARK | {DevEUI_uplink: {LrrRSSI: -70, LrrSNR: 2}}                 | -70 | 2",
        "THINGPARK | {DevEUI_uplink: {Lrrs: {Lrr: {LrrRSSI: -70, LrrSNR: 2}}}}  | -70 | 2",
      })
  void signalOfTheBestGateway(String platform, String message, int rssi, int snr) {
    JsonObject metadata =
        Samples.unwrap(platform, JsonParser.parseString(message).getAsJsonObject()).metadata();
    assertThat(metadata.get("rssi").getAsInt()).isEqualTo(rssi);
    assertThat(metadata.get("snr").getAsInt()).isEqualTo(snr);
  }

  @Test
  void nothingThatGrantsAccessIsCopied() {
    assertThat(Samples.unwrap("TPE", Samples.of("TPE")).metadata().toString())
        .doesNotContain("network.example");
    assertThat(Samples.unwrap("TTN", Samples.of("TTN")).metadata().toString())
        .doesNotContain("ChIKEA");
  }

  @Test
  void textsWithoutContent() {
    assertThat(Samples.unwrap("LORIOT", Samples.of("LORIOT")).toString())
        .contains("bytes")
        .doesNotContain("4786C58B0056003B");
  }
}
