package io.integrationhost.converter;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import io.integrationhost.entity.EntityData;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** An engine for a test, with short ways to talk to it. */
final class Converters implements AutoCloseable {
  /**
   * Time is short. Not for scripts that fail for another reason: on a busy machine, or with code
   * that runs for the first time, they could run out of time before.
   */
  static final ConverterLimits TIGHT =
      ConverterLimits.defaults()
          .with(
              new ConverterLimits.Budget(
                  Duration.ofMillis(200),
                  Duration.ofSeconds(30),
                  Duration.ofMillis(1_500),
                  48L << 20))
          .with(tbel(Duration.ofMillis(100)))
          .with(new ConverterLimits.Pool(2, 100));

  /** Only memory is short, and loops end late. */
  static final ConverterLimits LITTLE_MEMORY =
      TIGHT
          .with(
              new ConverterLimits.Budget(
                  Duration.ofSeconds(20), Duration.ofSeconds(40), Duration.ofSeconds(2), 48L << 20))
          .with(patient())
          .with(tbel(Duration.ofSeconds(20), patient()));

  /** A process that lets all others go first takes its time to start on a busy machine. */
  private static final int PATIENCE_SECONDS = 120;

  private final ConverterEngine engine;

  Converters(ConverterLimits limits) {
    this(new ConverterEngine(limits, Clock.systemUTC()));
  }

  Converters(ConverterEngine engine) {
    this.engine = engine;
  }

  /** A busy machine takes its time to fill the memory. */
  private static ConverterLimits.Errors patient() {
    return new ConverterLimits.Errors(3, 30, Duration.ofHours(1), Duration.ofHours(1));
  }

  private static ConverterLimits.Tbel tbel(Duration cpuTime) {
    return tbel(cpuTime, ConverterLimits.defaults().tbel().errors());
  }

  private static ConverterLimits.Tbel tbel(Duration cpuTime, ConverterLimits.Errors errors) {
    ConverterLimits.Tbel defaults = ConverterLimits.defaults().tbel();
    return new ConverterLimits.Tbel(true, defaults.sizes(), cpuTime, defaults.memory(), errors);
  }

  static ConverterLimits.Tbel tbel(boolean enabled, ConverterLimits.Sizes sizes, long memory) {
    ConverterLimits.Tbel defaults = ConverterLimits.defaults().tbel();
    return new ConverterLimits.Tbel(enabled, sizes, defaults.cpuTime(), memory, defaults.errors());
  }

  static <T> CompletableFuture<Conversion<T>> perform(
      Dispatcher dispatcher, ScriptQueue queue, Call<T> call) {
    try {
      dispatcher.submit(queue, call);
    } catch (ScriptFailure refused) {
      call.fail(refused.of(queue.name()));
    }
    return call.result().toCompletableFuture();
  }

  ConverterEngine engine() {
    return engine;
  }

  UplinkConverter script(String name, String body) {
    return engine.uplink(definition(name, body));
  }

  UplinkConverter tbel(String name, String body) {
    return engine.uplink(definition(name, "TBEL", "tbelDecoder", body));
  }

  DownlinkConverter encoder(String name, String body) {
    return engine.downlink(definition(name, "JS", "encoder", body));
  }

  DownlinkConverter tbelEncoder(String name, String body) {
    return engine.downlink(definition(name, "TBEL", "tbelEncoder", body));
  }

  static ConverterDefinition definition(String name, String body) {
    return definition(name, "JS", "decoder", body);
  }

  static ConverterDefinition definition(String name, String language, String key, String body) {
    JsonObject configuration = new JsonObject();
    configuration.addProperty("scriptLang", language);
    configuration.addProperty(key, body);
    return new ConverterDefinition("id-of-" + name, name, configuration.toString());
  }

  static CompletionStage<List<EntityData>> start(UplinkConverter converter, String payload) {
    return start(converter, payload, "device");
  }

  private static CompletionStage<List<EntityData>> start(
      UplinkConverter converter, String payload, String source) {
    return converter
        .convert(
            payload.getBytes(StandardCharsets.UTF_8), Map.of("integrationName", "Yard"), source)
        .thenApply(Conversion::items);
  }

  static List<EntityData> convert(UplinkConverter converter, String payload) {
    return await(start(converter, payload));
  }

  static List<DownlinkData> convert(DownlinkConverter converter, DownlinkRequest request) {
    return await(converter.convert(request, "device")).items();
  }

  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw (ConverterException) e.getCause();
    } catch (Exception e) {
      throw new AssertionError("no answer", e);
    }
  }

  /** The name of the only device. */
  static String name(UplinkConverter converter, String payload) {
    return convert(converter, payload).get(0).name();
  }

  static ConverterException failure(UplinkConverter converter, String payload) {
    return catchThrowableOfType(ConverterException.class, () -> convert(converter, payload));
  }

  static ConverterException failure(UplinkConverter converter, String payload, String source) {
    return catchThrowableOfType(
        ConverterException.class, () -> await(start(converter, payload, source)));
  }

  static ConverterException failure(DownlinkConverter converter, DownlinkRequest request) {
    return catchThrowableOfType(ConverterException.class, () -> convert(converter, request));
  }

  @Override
  public void close() {
    engine.close();
  }
}
