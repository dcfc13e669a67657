package io.integrationhost.plugin;

/** What a payload holds; a hint for people who look at debug events: converters never see it. */
public enum ContentType {
  /** Text that is JSON. */
  JSON,
  /** Text in UTF-8. */
  TEXT,
  /** Any bytes. */
  BINARY
}
