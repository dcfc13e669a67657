package io.integrationhost.convert;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * One message to convert.
 *
 * @param name of it for people; empty when there is only one
 * @param bytes as a device would send them; for a downlink the message's data as text
 * @param form how it was written down
 */
public record Payload(String name, byte[] bytes, Form form) {

  /** How a payload is written down. */
  public enum Form {
    TEXT,
    HEX,
    BASE64,
    /** As it is, from a file. */
    RAW
  }

  public Payload {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(bytes, "bytes");
    Objects.requireNonNull(form, "form");
  }

  /** As text in UTF-8; what is none becomes replacement characters. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Without the content. */
  @Override
  public String toString() {
    return "payload " + name + " of " + bytes.length + " bytes";
  }
}
