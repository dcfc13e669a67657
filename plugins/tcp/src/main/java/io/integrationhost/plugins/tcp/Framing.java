package io.integrationhost.plugins.tcp;

import io.integrationhost.plugin.ContentType;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How messages are told apart on a connection. */
sealed interface Framing {

  ContentType contentType();

  /**
   * Greeting, readings and answers as text.
   *
   * @param quietTime the pause that ends a message without line end; zero: no pause does
   * @param greetingTimeout how long an unfinished greeting may pause
   * @param maxMessageLength in bytes, without the line end
   */
  record Conversation(
      Duration quietTime,
      Duration greetingTimeout,
      int maxMessageLength,
      Optional<SensorSettings> sensor)
      implements Framing {
    @Override
    public ContentType contentType() {
      return ContentType.TEXT;
    }
  }

  /**
   * ThingsBoard's handler TEXT with any number of separators; none: {@code \n} and {@code \r\n}.
   */
  record Text(int maxFrameLength, boolean stripDelimiter, List<byte[]> separators)
      implements Framing {
    public Text {
      separators = List.copyOf(separators);
    }

    @Override
    public ContentType contentType() {
      return ContentType.TEXT;
    }
  }

  /** ThingsBoard's handler BINARY; {@code plugin.conf} says what the parts mean. */
  record Binary(
      ByteOrder byteOrder,
      int maxFrameLength,
      int lengthFieldOffset,
      int lengthFieldLength,
      int lengthAdjustment,
      int initialBytesToStrip)
      implements Framing {
    @Override
    public ContentType contentType() {
      return ContentType.BINARY;
    }
  }

  /**
   * ThingsBoard's handler JSON: one object or one array is a frame.
   *
   * @param maxMessageLength in bytes
   */
  record Json(int maxMessageLength) implements Framing {
    @Override
    public ContentType contentType() {
      return ContentType.JSON;
    }
  }
}
