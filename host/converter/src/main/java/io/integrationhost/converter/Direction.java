package io.integrationhost.converter;

import io.integrationhost.converter.ConverterException.Kind;

/** Which way a script converts; decides its arguments (facts 5.2 and 5.7) and where it stands. */
enum Direction {
  UPLINK("payload, metadata", "decoder", "tbelDecoder"),
  DOWNLINK("msg, metadata, msgType, integrationMetadata", "encoder", "tbelEncoder");

  private static final String SCRIPT_FAILED = "Failed to execute js script: ";

  private final String parameters;
  private final String javaScriptKey;
  private final String tbelKey;

  Direction(String parameters, String javaScriptKey, String tbelKey) {
    this.parameters = parameters;
    this.javaScriptKey = javaScriptKey;
    this.tbelKey = tbelKey;
  }

  /** The names that a script knows its arguments by, in order, with commas. */
  String parameters() {
    return parameters;
  }

  /**
   * The key of a converter's configuration that holds the script (facts 5.1).
   *
   * @param language JS or TBEL
   */
  String key(String language) {
    return language.equals("TBEL") ? tbelKey : javaScriptKey;
  }

  /**
   * The failure as a tenant knows it (facts 5.7): the official text says JavaScript for TBEL too.
   */
  ScriptFailure told(ScriptFailure failure) {
    return this == DOWNLINK && failure.kind() == Kind.SCRIPT
        ? failure.saying(SCRIPT_FAILED + failure.getMessage())
        : failure;
  }

  /** As it reads in a sentence. */
  @Override
  public String toString() {
    return this == UPLINK ? "uplink" : "downlink";
  }
}
