package io.integrationhost.host.downlink;

import static io.integrationhost.host.store.FileJson.required;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.integrationhost.converter.DownlinkData;
import io.integrationhost.host.store.DamagedFileException;
import io.integrationhost.host.store.FileJson;
import io.integrationhost.plugin.ContentType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A waiting downlink as the JSON text of its file. */
final class WaitingFormat {

  private static final int VERSION = 1;

  private final String owner;
  private final Gson gson = new GsonBuilder().disableHtmlEscaping().create();

  /**
   * For one integration.
   *
   * @param owner what tells the integration in ThingsBoard from another one of the same name here
   */
  WaitingFormat(String owner) {
    this.owner = owner;
  }

  byte[] write(WaitingDownlink downlink) {
    JsonObject metadata = new JsonObject();
    downlink.data().metadata().forEach(metadata::addProperty);
    JsonObject json = new JsonObject();
    json.addProperty("version", VERSION);
    json.addProperty("routingKeySha256", owner);
    json.addProperty("number", downlink.number());
    json.addProperty("since", downlink.since().toString());
    json.addProperty("device", downlink.device());
    json.addProperty("messageType", downlink.messageType());
    json.addProperty("contentType", downlink.data().contentType().name());
    json.addProperty("data", Base64.getEncoder().encodeToString(downlink.data().data()));
    json.add("metadata", metadata);
    json.addProperty("id", downlink.id());
    downlink.rpcRequestId().ifPresent(id -> json.addProperty("rpcRequestId", id));
    json.addProperty("unconfirmed", downlink.tries().unconfirmed());
    json.addProperty("refused", downlink.tries().refused());
    return FileJson.write(gson, json);
  }

  /**
   * Reads what {@link #write} made.
   *
   * @throws io.integrationhost.host.store.DamagedFileException if it is not what was written
   * @throws IllegalArgumentException if it is of another program or integration; names no content
   */
  WaitingDownlink read(byte[] text) {
    try {
      JsonObject json = FileJson.read(text, VERSION);
      if (!required(json, "routingKeySha256").getAsString().equals(owner)) {
        throw new IllegalArgumentException("it was converted under another routing key");
      }
      Map<String, String> metadata = new LinkedHashMap<>();
      for (Map.Entry<String, JsonElement> entry :
          required(json, "metadata").getAsJsonObject().entrySet()) {
        metadata.put(entry.getKey(), entry.getValue().getAsString());
      }
      long number = required(json, "number").getAsLong();
      Instant since = Instant.parse(required(json, "since").getAsString());
      String device = required(json, "device").getAsString();
      // Files of earlier builds have no id and no tries.
      return new WaitingDownlink(
          number,
          since,
          device,
          required(json, "messageType").getAsString(),
          data(json, metadata),
          text(json, "id").orElseGet(() -> WaitingDownlink.idOf(number, since, device)),
          text(json, "rpcRequestId"),
          new Tries(count(json, "unconfirmed"), count(json, "refused")));
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NumberFormatException
        | DateTimeException e) {
      // The parser's message may quote the text, which is for a device.
      throw new DamagedFileException("it is damaged or no waiting downlink", e);
    }
  }

  private static Optional<String> text(JsonObject json, String key) {
    return json.has(key) ? Optional.of(json.get(key).getAsString()) : Optional.empty();
  }

  private static int count(JsonObject json, String key) {
    return json.has(key) ? Math.max(0, json.get(key).getAsInt()) : 0;
  }

  private static DownlinkData data(JsonObject json, Map<String, String> metadata) {
    try {
      return new DownlinkData(
          ContentType.valueOf(required(json, "contentType").getAsString()),
          Base64.getDecoder().decode(required(json, "data").getAsString()),
          metadata);
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException("its data cannot be read", e);
    }
  }
}
