package io.integrationhost.plugins.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import io.integrationhost.plugin.ContentType;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the converter gets beside a message. */
final class Metadata {

  private static final String PREFIX = "rabbitmq.";

  /** Tables in tables in tables are nobody's metadata. */
  private static final int DEEPEST = 8;

  /** Of a stream, whose messages bear their place in it. */
  private static final String STREAM_OFFSET = "x-stream-offset";

  private Metadata() {}

  static Map<String, String> of(String queue, Envelope envelope, AMQP.BasicProperties properties) {
    Map<String, String> metadata = new LinkedHashMap<>();
    put(metadata, "queue", queue);
    put(metadata, "exchange", envelope.getExchange());
    put(metadata, "routingKey", envelope.getRoutingKey());
    put(metadata, "redelivered", envelope.isRedeliver());
    put(metadata, "messageId", properties.getMessageId());
    put(metadata, "correlationId", properties.getCorrelationId());
    put(metadata, "replyTo", properties.getReplyTo());
    put(metadata, "contentType", properties.getContentType());
    Date time = properties.getTimestamp();
    put(metadata, "timestamp", time == null ? null : time.toInstant().toEpochMilli());
    if (properties.getHeaders() != null) {
      properties.getHeaders().forEach((name, value) -> put(metadata, "header." + name, value));
    }
    return metadata;
  }

  private static void put(Map<String, String> metadata, String name, Object value) {
    if (value != null) {
      metadata.put(PREFIX + name, text(value, 0));
    }
  }

  private static String text(Object value, int depth) {
    if (value == null) {
      return "null";
    } else if (value instanceof Date time) {
      return Long.toString(time.toInstant().toEpochMilli());
    } else if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    } else if (depth == DEEPEST) {
      return "...";
    } else if (value instanceof List<?> list) {
      return list.stream().map(each -> text(each, depth + 1)).toList().toString();
    } else if (value instanceof Map<?, ?> table) {
      Map<String, String> texts = new LinkedHashMap<>();
      table.forEach((name, each) -> texts.put(name.toString(), text(each, depth + 1)));
      return texts.toString();
    }
    return value.toString();
  }

  static boolean isOfStream(AMQP.BasicProperties properties) {
    return properties.getHeaders() != null && properties.getHeaders().containsKey(STREAM_OFFSET);
  }

  /** As the publisher says, else what it looks like. */
  static ContentType contentType(AMQP.BasicProperties properties, byte[] body) {
    String told = properties.getContentType();
    if (told != null) {
      String type = told.toLowerCase(Locale.ROOT);
      if (type.contains("json")) {
        return ContentType.JSON;
      }
      return type.startsWith("text/") ? ContentType.TEXT : ContentType.BINARY;
    }
    if (body.length > 0 && (body[0] == '{' || body[0] == '[')) {
      return ContentType.JSON;
    }
    for (byte each : body) {
      if (each >= 0 && each < ' ' && each != '\n' && each != '\r' && each != '\t') {
        return ContentType.BINARY;
      }
    }
    return ContentType.TEXT;
  }
}
