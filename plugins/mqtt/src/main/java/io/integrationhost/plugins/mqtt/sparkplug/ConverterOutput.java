package io.integrationhost.plugins.mqtt.sparkplug;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.Values;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugins.mqtt.message.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON for the converter: names instead of aliases, values instead of bits. */
final class ConverterOutput implements Output {

  private final MemberNames names;

  ConverterOutput(MemberNames names) {
    this.names = names;
  }

  @Override
  public List<Uplink> uplinks(Message message, Topic.Kind kind, Heard heard) {
    if (heard.values().isEmpty() && heard.changes().isEmpty()) {
      return List.of();
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", kind.name());
    json.put("group", heard.from().group());
    json.put("node", heard.from().node());
    heard.from().device().ifPresent(device -> json.put("device", device));
    json.put("online", names(heard, true));
    json.put("offline", names(heard, false));
    json.put("metrics", heard.values().stream().map(ConverterOutput::metric).toList());
    Map<String, String> metadata = new LinkedHashMap<>(message.properties());
    metadata.put("topic", message.topic());
    metadata.put("mqtt.qos", Integer.toString(message.qos()));
    metadata.put("mqtt.retain", Boolean.toString(message.retained()));
    metadata.put("mqtt.dup", Boolean.toString(message.duplicate()));
    metadata.put("sparkplug.name", names.name(heard.from()));
    return List.of(
        new Uplink.Payload(
            Bytes.utf8(Values.json(json, Plain::of)),
            ContentType.JSON,
            metadata,
            new Source(heard.from().itsNode().toString()),
            Optional.empty()));
  }

  private List<String> names(Heard heard, boolean isOnline) {
    List<String> changed = new ArrayList<>();
    for (Heard.Change change : heard.changes()) {
      if (change.isOnline() == isOnline) {
        changed.add(names.name(change.member()));
      }
    }
    return changed;
  }

  private static Map<String, Object> metric(Heard.Reported reported) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", reported.name());
    json.put("value", reported.value().orElse(null));
    json.put("timestamp", reported.timestamp());
    json.put("datatype", reported.datatype().toString());
    if (reported.metric().isHistorical()) {
      json.put("historical", true);
    }
    if (reported.metric().isTransient()) {
      json.put("transient", true);
    }
    if (!reported.metric().properties().isEmpty()) {
      json.put("properties", reported.metric().properties());
    }
    if (!reported.metric().metadata().isEmpty()) {
      json.put("metadata", reported.metric().metadata());
    }
    return json;
  }
}
