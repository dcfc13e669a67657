package io.integrationhost.converter.dedicated;

import static io.integrationhost.converter.dedicated.MetadataKey.gateway;
import static io.integrationhost.converter.dedicated.MetadataKey.message;

import io.integrationhost.converter.dedicated.InnerPayload.Encoding;
import java.util.List;

/**
 * An {@code rx} or {@code gw} message of LORIOT. The fields are those of its documentation, "Uplink
 * data message"; signal and gateways come with its "radio verbosity". Names are the field's own
 * where the other platforms have none for the same thing.
 */
final class LoriotMessage {
  /** The second letter is Cyrillic: the name as ThingsBoard appears to write it (facts 5.6). */
  private static final String ODD_FRAME_COUNTER = "f\u0421nt";

  static final Envelope ENVELOPE =
      new Envelope(
          List.of(
              message("eui", "EUI"),
              message("devEui", "EUI"),
              message("cmd", "cmd"),
              message("seqno", "seqno"),
              message("fCnt", "fcnt"),
              message(ODD_FRAME_COUNTER, "fcnt"),
              message("fPort", "port"),
              message("frequency", "freq"),
              message("toa", "toa"),
              message("dr", "dr"),
              message("ack", "ack"),
              message("bat", "bat"),
              message("offline", "offline"),
              message("data", "data"),
              message("encdata", "encdata"),
              message("gws", "gws"),
              gateway("gatewayEui", "gweui"),
              gateway("rssi", "rssi"),
              message("rssi", "rssi"),
              gateway("snr", "snr"),
              message("snr", "snr"),
              gateway("time", "time"),
              gateway("antenna", "ant"),
              gateway("gatewayLatitude", "lat"),
              gateway("gatewayLongitude", "lon")),
          new Gateways(JsonPath.of("gws"), JsonPath.of("rssi"), JsonPath.of("snr")),
          List.of(
              InnerPayload.of("decoded", Encoding.JSON),
              InnerPayload.of("data", Encoding.HEX),
              InnerPayload.of("encdata", Encoding.HEX)),
          MessageTime.at("ts"));

  private LoriotMessage() {}
}
