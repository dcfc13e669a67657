package io.integrationhost.plugins.mqtt.message;

import io.integrationhost.kit.Refusal;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Uplink;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Payloads for the converter as they are, as ThingsBoard's own integrations hand them over.
 *
 * @param pattern of the topics of downlinks
 * @param qos quality of service of downlinks that do not say their own
 * @param retained whether the broker keeps downlinks that do not say themselves
 */
public record PlainDialect(TopicPattern pattern, int qos, boolean retained) implements Dialect {

  private static final Set<String> QOS = Set.of("0", "1", "2");
  private static final Set<String> FLAGS = Set.of("true", "false");

  @Override
  public List<Uplink> uplinks(Message message) {
    Map<String, String> metadata = new LinkedHashMap<>(message.properties());
    metadata.put("topic", message.topic());
    metadata.put("mqtt.qos", Integer.toString(message.qos()));
    metadata.put("mqtt.retain", Boolean.toString(message.retained()));
    metadata.put("mqtt.dup", Boolean.toString(message.duplicate()));
    return List.of(
        new Uplink.Payload(
            message.payload(),
            Contents.type(message.payload()),
            metadata,
            // The order of a topic is kept, and a slow one holds back no other.
            new Source(message.topic()),
            Optional.empty()));
  }

  @Override
  public Publication publication(Downlink downlink) {
    Map<String, String> metadata = downlink.metadata();
    return new Publication(
        pattern.topic(metadata),
        downlink.payload(),
        said(metadata, "qos", QOS).map(Integer::parseInt).orElse(qos),
        said(metadata, "retained", FLAGS).map(Boolean::parseBoolean).orElse(retained));
  }

  private static Optional<String> said(
      Map<String, String> metadata, String key, Set<String> legal) {
    Optional<String> value = Optional.ofNullable(metadata.get(key)).filter(text -> !text.isEmpty());
    if (value.isPresent() && !legal.contains(value.get())) {
      throw Refusal.rejected(
          "the metadata of the downlink converter's output say "
              + key
              + " = '"
              + value.get()
              + "'; it must be one of "
              + legal.stream().sorted().toList()
              + ", or be left out");
    }
    return value;
  }
}
