package io.integrationhost.admin.exchange;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** What a request gets. */
public sealed interface Answer {

  /** Writes JSON as it is; browsers get it as what it is, so nothing of HTML is escaped. */
  Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /**
   * An answer that is known as a whole.
   *
   * @param contentType empty without a body
   */
  record Bytes(int status, String contentType, byte[] body, Map<String, String> headers)
      implements Answer {

    public Bytes {
      headers = Map.copyOf(headers);
    }

    /** With another header, or another value of it. */
    public Bytes with(String name, String value) {
      Map<String, String> all = new LinkedHashMap<>(headers);
      all.put(name, value);
      return new Bytes(status, contentType, body, all);
    }

    /** As another kind of content. */
    public Bytes as(String type) {
      return new Bytes(status, type, body, headers);
    }
  }

  /**
   * Events until the stream is ended.
   *
   * @param places events that may wait for a slow reader
   * @param open called once, when the stream can take events
   */
  record Events(int places, Consumer<EventStream> open) implements Answer {}

  static Bytes json(int status, JsonElement json) {
    return new Bytes(
        status, "application/json", GSON.toJson(json).getBytes(StandardCharsets.UTF_8), Map.of());
  }

  static Bytes ok(JsonElement json) {
    return json(200, json);
  }

  static Bytes nothing() {
    return new Bytes(204, "", new byte[0], Map.of());
  }

  /** One that is known already. */
  static CompletionStage<Answer> now(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
