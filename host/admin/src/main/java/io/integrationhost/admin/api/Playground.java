package io.integrationhost.admin.api;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Tries converters, in a budget that cannot slow traffic. Safe for any thread. */
public interface Playground extends AutoCloseable {

  /**
   * Converts one payload.
   *
   * @return the report, as {@code convert --json} prints it; empty when another one runs. Fails
   *     with {@link IllegalArgumentException}, whose message is for people, when the attempt makes
   *     no sense
   */
  CompletionStage<Optional<JsonObject>> attempt(Attempt attempt);

  @Override
  void close();

  /** How a payload is written down. */
  enum Form {
    TEXT,
    HEX,
    BASE64
  }

  /**
   * What is to be tried.
   *
   * @param downlink whether the script converts what is sent to devices
   * @param integration whose converter it is; empty for a bare script
   * @param converter JSON text of the converter's configuration, of an integration
   * @param converterType of a dedicated converter
   * @param converterVersion of the definition; 0 when there is none
   * @param language {@code JS} or {@code TBEL}, of a bare script
   * @param script takes the place of the converter's, where both are given
   * @param metadata of the message, over that of the integration
   * @param messageType of a downlink
   */
  record Attempt(
      boolean downlink,
      Optional<String> integration,
      Optional<String> converter,
      Optional<String> converterType,
      int converterVersion,
      Map<String, String> integrationMetadata,
      Optional<String> language,
      Optional<String> script,
      Form form,
      String payload,
      Map<String, String> metadata,
      Optional<String> messageType) {

    /** Without what a tenant wrote or a device sent. */
    @Override
    public String toString() {
      return "Attempt[" + integration.orElse("script") + "]";
    }
  }
}
