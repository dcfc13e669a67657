package io.integrationhost.cli.check;

import io.integrationhost.converter.ConverterDefinition;
import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterException;
import io.integrationhost.converter.DownlinkConverter;
import io.integrationhost.converter.DownlinkRequest;
import io.integrationhost.converter.UplinkConverter;
import io.integrationhost.remote.ConverterConfiguration;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Compiles the scripts of converters. A script is compiled with its first message, so each gets an
 * empty one; what it makes of that does not matter.
 */
final class ConverterCheck {

  private static final String SOURCE = "check";
  private static final String DOWNLINK_TYPE = "RPC_CALL_FROM_SERVER_TO_DEVICE";

  private final ConverterEngine engine;
  private final Duration patience;

  ConverterCheck(ConverterEngine engine, Duration patience) {
    this.engine = engine;
    this.patience = patience;
  }

  Finding uplink(String subject, ConverterConfiguration configuration) throws InterruptedException {
    try {
      engine.uplink(definition(configuration)).close();
      // A dedicated converter would refuse an empty message before its script sees it.
      try (UplinkConverter generic = engine.uplink(withoutPlatform(configuration))) {
        return compiled(
            subject, configuration, generic.convert(new byte[0], names(configuration), SOURCE));
      }
    } catch (ConverterException e) {
      return Finding.problem(subject, told(e));
    }
  }

  Finding downlink(String subject, ConverterConfiguration configuration)
      throws InterruptedException {
    try (DownlinkConverter converter = engine.downlink(definition(configuration))) {
      return compiled(
          subject,
          configuration,
          converter.convert(
              new DownlinkRequest("{}", Map.of(), DOWNLINK_TYPE, names(configuration)), SOURCE));
    } catch (ConverterException e) {
      return Finding.problem(subject, told(e));
    }
  }

  private Finding compiled(
      String subject, ConverterConfiguration configuration, CompletionStage<?> call)
      throws InterruptedException {
    try {
      call.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Finding.warning(subject, "no result within " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof ConverterException failure)) {
        return Finding.problem(subject, String.valueOf(e.getCause()));
      }
      switch (failure.kind()) {
        case COMPILE, CONFIGURATION -> {
          return Finding.problem(subject, told(failure));
        }
        case SCRIPT, RESULT, SIZE -> {
          // It is a program; that it can make nothing of an empty message says nothing about it.
        }
        default -> {
          return Finding.warning(subject, "given an empty message: " + failure.getMessage());
        }
      }
    }
    return Finding.ok(subject, "'" + configuration.name() + "', its script can be compiled");
  }

  private static String told(ConverterException failure) {
    return failure.getMessage()
        + "; correct it in ThingsBoard, and try it with 'integration-host convert'";
  }

  private static Map<String, String> names(ConverterConfiguration configuration) {
    return Map.of("integrationName", configuration.name());
  }

  private static ConverterDefinition definition(ConverterConfiguration configuration) {
    return new ConverterDefinition(
        configuration.converterId().toString(),
        configuration.name(),
        configuration.configuration(),
        configuration.integrationType(),
        configuration.version());
  }

  private static ConverterDefinition withoutPlatform(ConverterConfiguration configuration) {
    return new ConverterDefinition(
        configuration.converterId().toString(),
        configuration.name(),
        configuration.configuration());
  }
}
