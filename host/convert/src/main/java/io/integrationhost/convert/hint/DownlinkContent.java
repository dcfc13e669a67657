package io.integrationhost.convert.hint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.stream.Stream;

/** Content of a downlink that arrives empty or not as meant (facts 5.7). */
final class DownlinkContent implements Rule {

  @Override
  public Stream<Hint> look(Subject subject) {
    return subject.converter().downlink()
        ? subject.objects().stream().flatMap(DownlinkContent::item)
        : Stream.empty();
  }

  private static Stream<Hint> item(JsonObject item) {
    JsonElement data = item.get("data");
    if (data != null && !data.isJsonPrimitive()) {
      return Stream.of(
          Hint.warning(
              "data-is-object",
              "'data' is no text, so the device gets nothing: write data: JSON.stringify(...)."));
    }
    return data != null && data.getAsString().isEmpty()
        ? Stream.of(Hint.warning("data-is-empty", "'data' is empty: the device gets nothing."))
        : Stream.empty();
  }
}
