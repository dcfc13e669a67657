package io.integrationhost.admin.live;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.integrationhost.admin.exchange.Answer;
import io.integrationhost.converter.Conversion;
import io.integrationhost.converter.ConverterException;
import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.ItemJson;
import io.integrationhost.ground.UplinkText;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One uplink or downlink on its way, as somebody sees it who looks. At full load most frames are
 * shown to nobody, so what is told of one is written when it is told. Safe for any thread.
 */
final class TapFrame {

  static final int MOST_BYTES = 4_096;
  private static final int MOST_TEXT = 8_000;
  private static final int MOST_ITEMS = 100;
  private static final int MOST_ITEMS_TEXT = 16_000;

  private final List<Consumer<JsonObject>> told = new ArrayList<>(5);
  private final long begin = System.nanoTime();
  private final String transport;
  private final String session;
  private final byte[] content;
  private Optional<String> device;
  private boolean failed;
  private long items;

  /** The same for all who read it, but for its number. */
  private String written = "";

  /** An uplink that was published. */
  TapFrame(String transport, Uplink uplink, Optional<RawBytes.Part> raw, Instant now) {
    this.transport = transport;
    this.session = uplink.source().session();
    this.content = content(uplink);
    this.device = raw.flatMap(RawBytes.Part::device).or(() -> name(uplink));
    told.add(
        json -> {
          head(json, "UPLINK", now);
          json.addProperty("session", cut(session));
          raw.ifPresent(
              part -> {
                json.addProperty("remoteAddress", part.remote());
                json.add("raw", bytes(part.bytes(), part.length()));
              });
          json.add("published", published(uplink));
        });
  }

  /** A downlink. */
  TapFrame(String device, Instant now) {
    this.transport = "";
    this.session = "";
    this.content = new byte[0];
    this.device = Optional.of(device);
    told.add(json -> head(json, "DOWNLINK", now));
  }

  private void head(JsonObject json, String direction, Instant now) {
    json.addProperty("time", now.toString());
    json.addProperty("direction", direction);
    json.addProperty("transport", transport);
  }

  private static byte[] content(Uplink uplink) {
    return uplink instanceof Uplink.Payload payload
        ? payload.bytes()
        : UplinkText.ofDecoded(uplink).getBytes(StandardCharsets.UTF_8);
  }

  private static Optional<String> name(Uplink uplink) {
    if (uplink instanceof Uplink.Telemetry telemetry) {
      return Optional.of(telemetry.device().name());
    }
    return uplink instanceof Uplink.Attributes attributes
        ? Optional.of(attributes.device().name())
        : Optional.empty();
  }

  private JsonObject published(Uplink uplink) {
    JsonObject published = new JsonObject();
    published.addProperty("kind", kind(uplink));
    if (uplink instanceof Uplink.Payload payload) {
      published.addProperty("contentType", payload.contentType().name());
      published.add("payload", bytes(content, content.length));
      JsonObject metadata = new JsonObject();
      payload.metadata().forEach((key, value) -> metadata.addProperty(key, cut(value)));
      published.add("metadata", metadata);
    } else {
      published.add("payload", bytes(content, content.length));
    }
    return published;
  }

  private static String kind(Uplink uplink) {
    if (uplink instanceof Uplink.Payload) {
      return "PAYLOAD";
    }
    return uplink instanceof Uplink.Telemetry ? "TELEMETRY" : "ATTRIBUTES";
  }

  static JsonObject bytes(byte[] all, long length) {
    JsonObject json = new JsonObject();
    byte[] shown = all.length > MOST_BYTES ? Arrays.copyOf(all, MOST_BYTES) : all;
    json.addProperty("base64", Base64.getEncoder().encodeToString(shown));
    json.addProperty("length", length);
    return json;
  }

  private static String cut(String text) {
    return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) + "..." : text;
  }

  private double seconds() {
    return (System.nanoTime() - begin) / 1e9;
  }

  /**
   * A script has made items of it.
   *
   * @param converter names the script's converter, when that is told
   */
  synchronized void converted(
      Supplier<String> converter,
      Uplink.Payload payload,
      Conversion<EntityData> conversion,
      List<EntityData> all) {
    double took = seconds();
    items = all.size();
    device = all.stream().map(EntityData::name).findFirst().or(() -> device);
    Optional<String> output = conversion.output();
    add(
        output,
        json -> {
          JsonObject made = conversion(converter.get(), payload, took);
          output.ifPresent(text -> made.addProperty("output", cut(text)));
          json.add("conversion", made);
          items(json, all);
        });
  }

  /** Adds what is told later, or is written now, cut, when it would hold much memory until then. */
  private void add(Optional<String> output, Consumer<JsonObject> part) {
    if (output.isPresent() && output.get().length() <= MOST_TEXT) {
      told.add(part);
    } else {
      JsonObject now = new JsonObject();
      part.accept(now);
      told.add(json -> now.entrySet().forEach(each -> json.add(each.getKey(), each.getValue())));
    }
  }

  private static void items(JsonObject json, List<EntityData> all) {
    JsonArray shown = new JsonArray();
    all.stream().limit(MOST_ITEMS).map(ItemJson::of).forEach(shown::add);
    if (shown.toString().length() <= MOST_ITEMS_TEXT) {
      json.add("items", shown);
    }
  }

  private static JsonObject conversion(String converter, Uplink.Payload payload, double took) {
    JsonObject made = new JsonObject();
    made.addProperty("converter", converter);
    if (payload.contentType() != ContentType.BINARY) {
      made.addProperty("input", cut(new String(payload.bytes(), StandardCharsets.UTF_8)));
    }
    made.addProperty("durationSeconds", took);
    return made;
  }

  synchronized void notConverted(
      Supplier<String> converter, Uplink.Payload payload, ConverterException failure) {
    double took = seconds();
    add(
        failure.output(),
        json -> {
          JsonObject made = conversion(converter.get(), payload, took);
          failure.output().ifPresent(output -> made.addProperty("output", cut(output)));
          made.add("error", error(failure));
          json.add("conversion", made);
        });
  }

  private static JsonObject error(ConverterException failure) {
    JsonObject error = new JsonObject();
    error.addProperty("kind", failure.kind().name());
    error.addProperty("reason", cut(failure.reason()));
    failure
        .place()
        .ifPresent(
            place -> {
              error.addProperty("line", place.line());
              error.addProperty("column", place.column());
            });
    return error;
  }

  synchronized void settled(Receipt receipt) {
    double took = seconds();
    failed |= receipt instanceof Receipt.Rejected;
    if (!failed) {
      device = receipt.devices().stream().findFirst().or(() -> device);
    }
    told.add(json -> receipt(json, receipt, took));
  }

  private void receipt(JsonObject json, Receipt receipt, double took) {
    JsonObject end = new JsonObject();
    if (receipt instanceof Receipt.Rejected refusal) {
      end.addProperty("result", refusal.reason().name());
      end.addProperty("reason", cut(refusal.message()));
    } else {
      boolean stored = receipt instanceof Receipt.Stored;
      end.addProperty("result", stored ? "STORED" : "NO_CONTENT");
      if (stored) {
        JsonObject kept = new JsonObject();
        kept.addProperty("items", Math.max(1, items));
        kept.addProperty("durationSeconds", took);
        json.add("stored", kept);
      }
    }
    end.addProperty("durationSeconds", took);
    json.add("receipt", end);
  }

  synchronized void downlinkConverted(
      String input, Map<String, String> metadata, Optional<String> output, Optional<String> error) {
    told.add(json -> downlink(json, input, metadata, output, error));
  }

  private static void downlink(
      JsonObject json,
      String input,
      Map<String, String> metadata,
      Optional<String> output,
      Optional<String> error) {
    JsonObject made = new JsonObject();
    made.addProperty("converter", "");
    made.addProperty("input", cut(input));
    output.ifPresent(text -> made.addProperty("output", cut(text)));
    error.ifPresent(
        text -> {
          JsonObject wrong = new JsonObject();
          wrong.addProperty("kind", "SCRIPT");
          wrong.addProperty("reason", cut(text));
          made.add("error", wrong);
        });
    json.add("conversion", made);
    JsonObject published = new JsonObject();
    published.addProperty("kind", "PAYLOAD");
    JsonObject all = new JsonObject();
    metadata.forEach((key, value) -> all.addProperty(key, cut(value)));
    published.add("metadata", all);
    json.add("published", published);
  }

  synchronized void outcome(String result, Optional<String> reason, Optional<byte[]> sent) {
    failed = !result.equals("SENT");
    told.add(
        json -> {
          JsonObject outcome = new JsonObject();
          outcome.addProperty("result", result);
          reason.ifPresent(text -> outcome.addProperty("reason", cut(text)));
          json.add("outcome", outcome);
          sent.ifPresent(data -> json.add("raw", bytes(data, data.length)));
        });
  }

  synchronized boolean isFailed() {
    return failed;
  }

  synchronized Optional<String> device() {
    return device;
  }

  boolean isUplink() {
    return !transport.isEmpty();
  }

  String transport() {
    return transport;
  }

  String session() {
    return session;
  }

  byte[] content() {
    return content;
  }

  /** When it began, as of {@link System#nanoTime}. */
  long begin() {
    return begin;
  }

  /**
   * As the API tells it, once its way has ended.
   *
   * @param number of the frame for whoever reads it
   */
  synchronized String json(long number) {
    if (written.isEmpty()) {
      JsonObject json = new JsonObject();
      told.forEach(part -> part.accept(json));
      device.ifPresent(name -> json.addProperty("device", cut(name)));
      written = Answer.GSON.toJson(json);
    }
    return "{\"frame\":" + number + "," + written.substring(1);
  }
}
