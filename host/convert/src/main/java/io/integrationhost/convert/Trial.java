package io.integrationhost.convert;

import io.integrationhost.converter.ConverterDefinition;
import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterException;
import io.integrationhost.converter.ConverterLimits;
import io.integrationhost.converter.DownlinkConverter;
import io.integrationhost.converter.DownlinkRequest;
import io.integrationhost.converter.UplinkConverter;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A converter that is ready to be tried. For one thread.
 *
 * <p>A script that fails often is not blocked here, as it would be in a host: a failure may be
 * followed by a better payload.
 */
public final class Trial implements AutoCloseable {
  private final TriedConverter converter;
  private final ConverterEngine engine;
  private final Duration patience;
  private Optional<UplinkConverter> uplink = Optional.empty();
  private Optional<DownlinkConverter> downlink = Optional.empty();
  private Optional<ConverterException> refused = Optional.empty();

  /**
   * Makes it ready. The script itself is compiled with the first message.
   *
   * @param engine stays the caller's
   * @throws InputException when the converter's configuration cannot be used
   */
  public Trial(TriedConverter converter, ConverterEngine engine, ConverterLimits limits) {
    this.converter = converter;
    this.engine = engine;
    this.patience =
        limits.budget().wallTime().plus(limits.budget().grace().multipliedBy(5)).plusSeconds(30);
    open();
  }

  /** An engine that a trial can use. */
  public static ConverterEngine engine(ConverterLimits limits, Clock clock) {
    return new ConverterEngine(limits, clock);
  }

  public TriedConverter converter() {
    return converter;
  }

  /** The keys that are sent only when their value changes. */
  public Set<String> updateOnlyKeys() {
    return uplink.map(UplinkConverter::updateOnlyKeys).orElse(Set.of());
  }

  /** Converts one message; waits as long as the limits allow a script to run, and a little more. */
  public Outcome run(Message message) {
    if (refused.isPresent()) {
      return Outcome.failed(refused.get(), message.over(converter.metadata()));
    }
    try {
      return converter.downlink() ? down(message) : up(message);
    } catch (CompletionException e) {
      if (e.getCause() instanceof ConverterException failure) {
        reopen();
        return Outcome.failed(failure, message.over(converter.metadata()));
      }
      throw e;
    }
  }

  private Outcome up(Message message) {
    return Outcome.uplink(
        await(
            uplink
                .orElseThrow()
                .convert(
                    message.payload().bytes(), message.over(converter.metadata()), "convert")));
  }

  private Outcome down(Message message) {
    DownlinkRequest request =
        new DownlinkRequest(
            message.payload().text(),
            message.metadata(),
            message.messageType(),
            converter.metadata());
    return Outcome.downlink(await(downlink.orElseThrow().convert(request, "convert")));
  }

  private <T> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  /** Starts the language, so that the first message does not pay for it. */
  void warmUp() {
    TriedConverter nothing =
        TriedConverter.of("warm-up", false, new ScriptText(language(), "return [];"), "convert");
    try (UplinkConverter first = engine.uplink(nothing.definition())) {
      await(first.convert(new byte[0], nothing.metadata(), "convert"));
    } catch (CompletionException | ConverterException e) {
      // Such as a language that is switched off: the script itself is told so.
      return;
    }
  }

  private String language() {
    return converter.script().language();
  }

  private void open() {
    try {
      ConverterDefinition definition = converter.definition();
      if (converter.downlink()) {
        downlink = Optional.of(engine.downlink(definition));
      } else {
        uplink = Optional.of(engine.uplink(definition));
      }
    } catch (ConverterException e) {
      if (e.kind() == ConverterException.Kind.CONFIGURATION) {
        throw new InputException(converter.origin() + ": " + e.reason());
      }
      refused = Optional.of(e);
    }
  }

  private void reopen() {
    close();
    open();
  }

  @Override
  public void close() {
    uplink.ifPresent(UplinkConverter::close);
    downlink.ifPresent(DownlinkConverter::close);
  }
}
