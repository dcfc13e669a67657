package io.integrationhost.plugins.kafka;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Uplink;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What the converter gets of a message: its bytes as they are, and where it stood. Thread-safe. */
final class Payloads {

  private static final String PREFIX = "kafka.";

  private final Settings settings;

  Payloads(Settings settings) {
    this.settings = settings;
  }

  /** Of a message that has a value. */
  Uplink.Payload of(ConsumerRecord<byte[], byte[]> message) {
    String source = message.topic() + "-" + message.partition();
    if (settings.ordersByKey() && message.key() != null) {
      source += " " + text(message.key());
    }
    return new Uplink.Payload(
        message.value(),
        type(message.value()),
        settings.kafkaMetadata() ? metadata(message) : Map.of(),
        new Source(source),
        Optional.empty());
  }

  private Map<String, String> metadata(ConsumerRecord<byte[], byte[]> message) {
    Map<String, String> all = new HashMap<>();
    all.put(PREFIX + "topic", message.topic());
    all.put(PREFIX + "partition", Integer.toString(message.partition()));
    all.put(PREFIX + "offset", Long.toString(message.offset()));
    if (message.timestamp() >= 0) {
      all.put(PREFIX + "timestamp", Long.toString(message.timestamp()));
    }
    if (message.key() != null) {
      all.put(PREFIX + "key", text(message.key()));
    }
    for (Header header : message.headers()) {
      if (header.value() != null) {
        all.put(PREFIX + "header." + header.key(), text(header.value()));
      }
    }
    if (!settings.tenants().isEmpty()) {
      all.keySet().removeAll(settings.tenants());
    }
    return all;
  }

  private static String text(byte[] bytes) {
    return decoded(bytes).orElseGet(() -> "hex:" + Bytes.hex(bytes));
  }

  private static Optional<String> decoded(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException isNoText) {
      return Optional.empty();
    }
  }

  /** For debug events alone: the script gets the bytes. */
  private static ContentType type(byte[] bytes) {
    boolean begins = true;
    boolean isJson = false;
    boolean isAscii = true;
    for (byte each : bytes) {
      boolean isBlank = each == ' ' || each == '\n' || each == '\r' || each == '\t';
      if (!isBlank && (each & 0x60) == 0 && each >= 0) {
        return ContentType.BINARY;
      }
      isAscii &= each >= 0;
      if (begins && !isBlank) {
        isJson = each == '{' || each == '[';
        begins = false;
      }
    }
    if (isJson) {
      return ContentType.JSON;
    }
    return isAscii || decoded(bytes).isPresent() ? ContentType.TEXT : ContentType.BINARY;
  }
}
