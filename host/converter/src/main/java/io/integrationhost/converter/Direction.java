package io.integrationhost.converter;

/** Which way a script converts; decides its arguments (facts 5.2 and 5.7) and where it stands. */
enum Direction {
  UPLINK("payload, metadata", "decoder", "tbelDecoder"),
  DOWNLINK("msg, metadata, msgType, integrationMetadata", "encoder", "tbelEncoder");

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

  /** As it reads in a sentence. */
  @Override
  public String toString() {
    return this == UPLINK ? "uplink" : "downlink";
  }
}
