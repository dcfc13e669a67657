package io.integrationhost.convert;

import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.file.EmulatorFile;
import io.integrationhost.emulator.file.EmulatorFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The converters of an emulator's file.
 *
 * @param file to read
 */
record EmulatorConverters(Path file) {

  TriedConverter choose(Wish wish) {
    List<EmulatedIntegration> all = integrations();
    List<EmulatedIntegration> meant =
        all.stream()
            .filter(one -> wish.integration().map(one.name()::equals).orElse(true))
            .toList();
    if (meant.size() != 1) {
      throw new InputException(
          "%s: %s; name one with --integration: %s"
              .formatted(
                  file,
                  meant.isEmpty() ? "has no such integration" : "has several integrations",
                  all.stream().map(EmulatedIntegration::name).collect(Collectors.joining(", "))));
    }
    EmulatedIntegration integration = meant.get(0);
    EmulatedConverter converter =
        wish.downlink()
            ? integration
                .downlinkConverter()
                .orElseThrow(
                    () ->
                        new InputException(
                            "%s: integration '%s' has no downlink-converter"
                                .formatted(file, integration.name())))
            : integration.uplinkConverter();
    String origin = "%s, integration '%s'".formatted(file.getFileName(), integration.name());
    return ConverterJson.of(
            origin,
            converter.configuration(),
            converter.integrationType(),
            converter.converterVersion())
        .choose(wish, IntegrationMetadata.of(integration.name(), integration.configuration()));
  }

  private List<EmulatedIntegration> integrations() {
    try {
      return EmulatorFile.parse(file).integrations();
    } catch (EmulatorFileException e) {
      throw new InputException(e.getMessage());
    }
  }
}
