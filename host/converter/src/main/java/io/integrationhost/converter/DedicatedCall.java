package io.integrationhost.converter;

import com.google.gson.JsonObject;
import io.integrationhost.converter.dedicated.Platform;
import io.integrationhost.converter.dedicated.UnwrapException;
import io.integrationhost.converter.dedicated.Unwrapped;
import io.integrationhost.entity.EntityData;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A network server's message for an uplink converter dedicated to it (facts 5.6). */
final class DedicatedCall extends Call<EntityData> {

  /** What all calls of one converter share. */
  record Converter(
      Platform platform, DedicatedConfiguration configuration, ResultParser results, Clock clock)
      implements UplinkConverter.Calls {

    @Override
    public Call<EntityData> call(byte[] payload, Map<String, String> metadata, String source) {
      return new DedicatedCall(this, payload, metadata, source);
    }
  }

  private final Converter converter;
  private final byte[] message;
  private final Map<String, String> given;
  private JsonObject metadata;

  private DedicatedCall(
      Converter converter, byte[] message, Map<String, String> given, String source) {
    super(source);
    this.converter = converter;
    this.message = message;
    this.given = given;
  }

  @Override
  ScriptArguments arguments() {
    try {
      Unwrapped unwrapped = converter.platform.unwrap(message, converter.clock.millis());
      metadata = DedicatedMetadata.join(unwrapped.metadata(), given);
      return DedicatedArguments.of(unwrapped.payload(), metadata);
    } catch (UnwrapException e) {
      throw ScriptFailure.script(e.getMessage());
    }
  }

  @Override
  Map<String, String> metadata() {
    return metadata == null ? given : DedicatedMetadata.texts(metadata);
  }

  @Override
  List<EntityData> read(ScriptResult output) {
    DedicatedResult reading =
        new DedicatedResult(converter.configuration, converter.results, metadata);
    return converter.results.parse(output, reading::entity);
  }
}
