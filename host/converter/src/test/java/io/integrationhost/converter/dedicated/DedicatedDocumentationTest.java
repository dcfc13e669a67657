package io.integrationhost.converter.dedicated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guide to converters names the metadata that the code offers, no more and no less. */
final class DedicatedDocumentationTest {
  private static final Path GUIDE = Path.of("../../distribution/docs/converters.md");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CHIRPSTACK | ### ChirpStack",
        "TTN        | ### The Things Stack",
        "TTI        | ### The Things Stack",
        "LORIOT     | ### LORIOT",
        "THINGPARK  | ### ThingPark",
        "TPE        | ### ThingPark",
      })
  void theTableOfNamesIsThatOfTheCode(String platform, String heading) throws IOException {
    assertThat(section(heading)).contains(table(Platform.of(platform).orElseThrow().envelope()));
  }

  @Test
  void theListOfTypesIsThatOfTheCode() throws IOException {
    List<String> types =
        Files.readAllLines(GUIDE).stream()
            .filter(line -> line.contains("hexadecimal") || line.contains("Base64"))
            .filter(line -> line.startsWith("| "))
            .flatMap(line -> List.of(line.split("\\|", -1)[1].strip().split(", ", -1)).stream())
            .toList();
    assertThat(String.join(", ", types)).isEqualTo(Platform.names());
  }

  private static String section(String heading) throws IOException {
    String guide = Files.readString(GUIDE);
    int start = guide.indexOf(heading);
    assertThat(start).as(heading).isNotNegative();
    int end = guide.indexOf("\n#", start + 1);
    return guide.substring(start, end < 0 ? guide.length() : end) + "\n";
  }

  /** A whole table: its head before and an empty line behind. */
  private static String table(Envelope envelope) {
    Map<String, String> places = new LinkedHashMap<>();
    for (MetadataKey key : envelope.keys()) {
      String place =
          key.ofGateway() ? envelope.gateways().list() + "[best]." + key.path() : "" + key.path();
      places.merge(key.name(), "`" + place + "`", (first, next) -> first + ", else " + next);
    }
    return places.entrySet().stream()
        .map(each -> "| `" + each.getKey() + "` | " + each.getValue() + " |\n")
        .collect(Collectors.joining("", "|---|---|\n", "\n"));
  }
}
