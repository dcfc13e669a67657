package io.integrationhost.remote;

import java.util.Objects;
import java.util.Optional;

/**
 * What went into a converter and what came out of it (facts 4.3).
 *
 * @param source which of the two converters: {@link EventSource#UPLINK_CONVERTER} or {@link
 *     EventSource#DOWNLINK_CONVERTER}
 * @param type like {@code Uplink} or {@code Downlink}
 * @param in what the script got
 * @param out what it returned; absent when nothing
 * @param metadata JSON text
 * @param error why it failed
 */
public record ConverterDebugEvent(
    EventStamp stamp,
    EventSource source,
    String type,
    Message in,
    Optional<Message> out,
    String metadata,
    Optional<String> error)
    implements IntegrationEvent {

  /**
   * What went in or came out.
   *
   * @param type {@code JSON}, {@code TEXT} or {@code BINARY}
   * @param text Base64 for {@code BINARY}
   */
  public record Message(String type, String text) {
    public Message {
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(text, "text");
    }

    /** Without the text, which is the tenant's. */
    @Override
    public String toString() {
      return type + " of " + text.length() + " characters";
    }
  }

  public ConverterDebugEvent {
    Objects.requireNonNull(stamp, "stamp");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(in, "in");
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(error, "error");
    if (source != EventSource.UPLINK_CONVERTER && source != EventSource.DOWNLINK_CONVERTER) {
      throw new IllegalArgumentException(source + " is no converter");
    }
  }

  /** Without the messages, which are the tenant's. */
  @Override
  public String toString() {
    return "ConverterDebugEvent[" + source + ", " + type + "]";
  }
}
