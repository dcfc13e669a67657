package io.integrationhost.plugin;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Data from a device. Sealed: the host handles each kind. */
public sealed interface Uplink {

  /**
   * Where it came from; decides order.
   *
   * @return the source
   */
  Source source();

  /**
   * A message of a device as it is, for the integration's uplink converter.
   *
   * @param bytes one message, without framing; not copied, so must not change after publishing
   * @param contentType what the bytes hold
   * @param metadata what the converter gets beside the payload; over the integration's own metadata
   * @param source decides order
   * @param deviceName the name that the device gave at its handshake, if it did: it wins over the
   *     name that the converter finds
   * @param secretMetadata keys of the metadata whose values the converter gets but people do not:
   *     wherever the host shows the metadata they are {@code ***}
   */
  record Payload(
      byte[] bytes,
      ContentType contentType,
      Map<String, String> metadata,
      Source source,
      Optional<String> deviceName,
      Set<String> secretMetadata)
      implements Uplink {
    /**
     * Copies the metadata, not the bytes.
     *
     * @param bytes as of the record
     * @param contentType as of the record
     * @param metadata as of the record
     * @param source as of the record
     * @param deviceName as of the record
     * @param secretMetadata as of the record
     */
    public Payload {
      Objects.requireNonNull(bytes, "bytes");
      Objects.requireNonNull(contentType, "contentType");
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(deviceName, "deviceName");
      metadata = Map.copyOf(metadata);
      secretMetadata = Set.copyOf(secretMetadata);
    }

    /**
     * A payload whose metadata holds no secret.
     *
     * @param bytes as of the record
     * @param contentType as of the record
     * @param metadata as of the record
     * @param source as of the record
     * @param deviceName as of the record
     */
    public Payload(
        byte[] bytes,
        ContentType contentType,
        Map<String, String> metadata,
        Source source,
        Optional<String> deviceName) {
      this(bytes, contentType, metadata, source, deviceName, Set.of());
    }

    /**
     * A payload without metadata from a source whose device is not known by name.
     *
     * @param bytes one message, without framing
     * @param contentType what the bytes hold
     * @param source decides order
     */
    public Payload(byte[] bytes, ContentType contentType, Source source) {
      this(bytes, contentType, Map.of(), source, Optional.empty());
    }

    /** Names the kind and the size, never the content. */
    @Override
    public String toString() {
      return "Payload[" + contentType + ", " + bytes.length + " bytes, " + source.session() + "]";
    }
  }

  /**
   * Telemetry that the plugin decoded itself; skips the converter. It is stored as a whole or not
   * at all, so what a device wants acknowledged together belongs into one uplink.
   *
   * @param device whose telemetry it is
   * @param values one entry per instant, in any order of time; several may be of one instant
   * @param source decides order
   */
  record Telemetry(Device device, List<TimedValues> values, Source source) implements Uplink {
    /**
     * Copies the list.
     *
     * @param device as of the record
     * @param values as of the record
     * @param source as of the record
     */
    public Telemetry {
      Objects.requireNonNull(device, "device");
      Objects.requireNonNull(source, "source");
      values = List.copyOf(values);
    }
  }

  /**
   * Attributes that the plugin decoded itself; skips the converter.
   *
   * @param device whose attributes they are
   * @param values by key, in the order in which they travel
   * @param source decides order
   */
  record Attributes(Device device, Map<String, Value> values, Source source) implements Uplink {
    /**
     * Copies the values and keeps their order.
     *
     * @param device as of the record
     * @param values as of the record
     * @param source as of the record
     */
    public Attributes {
      Objects.requireNonNull(device, "device");
      Objects.requireNonNull(source, "source");
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /**
   * Telemetry and attributes of any number of devices and assets that the plugin decoded itself;
   * skips the converter. Gets one receipt. Each reading is stored whole or not at all; when the
   * host dies before the receipt the first ones may be stored already, and come again with the
   * repetition.
   *
   * @param readings at least one, stored in this order; several may be of one entity
   * @param source decides order
   */
  record Readings(List<Reading> readings, Source source) implements Uplink {
    /**
     * Copies the list; refuses an empty one.
     *
     * @param readings as of the record
     * @param source as of the record
     */
    public Readings {
      Objects.requireNonNull(source, "source");
      readings = List.copyOf(readings);
      if (readings.isEmpty()) {
        throw new IllegalArgumentException("readings are empty (expected: at least one)");
      }
    }
  }
}
