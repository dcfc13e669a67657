package io.integrationhost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.remote.IntegrationStatistics;
import io.integrationhost.remote.UplinkCodec;
import io.integrationhost.spool.ReadingLog;
import io.integrationhost.spool.SpoolOptions;
import io.integrationhost.spool.SpoolStore;
import io.integrationhost.spool.StoredRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the official client left, as its facts describe it, comes into the spool once. */
class ImportCommandTest {

  @TempDir Path root;

  private final StringWriter out = new StringWriter();
  private Path conf;
  private Path folder;

  @BeforeEach
  void write() throws IOException {
    conf =
        Files.writeString(
            root.resolve("host.conf"),
            """
            integrations.yard { routing-key = "key", secret = "secret" }
            data-directory = "%s"
            spool.max-size = 1 MiB
            """
                .formatted(root.resolve("data")));
    folder = Files.createDirectories(root.resolve("official"));
  }

  /** As the client stores it: its number first, in Base64. */
  private static String line(int number, byte[] item) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(8);
    message.write(number);
    message.writeBytes(item);
    return Base64.getEncoder().encodeToString(message.toByteArray());
  }

  private static String reading(int number) {
    return line(number, Letters.item("Sensor " + number));
  }

  private void file(String name, String... lines) throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("import", "yard", folder.toString()));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--conf", conf.toString()));
    PrintWriter writer = new PrintWriter(out);
    CommandLine line = Main.commandLine().setOut(writer).setErr(writer);
    return line.execute(all.toArray(new String[0]));
  }

  private List<byte[]> spooled() {
    try (SpoolStore store = SpoolStore.open(root.resolve("data/spool"));
        ReadingLog spool = store.open("yard", SpoolOptions.ofSize(1024 * 1024))) {
      return spool.read(1000, 1024 * 1024).stream().map(StoredRecord::record).toList();
    }
  }

  private static byte[][] items(int... numbers) {
    return Arrays.stream(numbers)
        .mapToObj(each -> Letters.item("Sensor " + each))
        .toArray(byte[][]::new);
  }

  @Test
  void takesInOrderWhatIsNotDelivered() throws IOException {
    file("data_900.txt", reading(1), reading(2));
    file("data_1000.txt", reading(3), reading(4), reading(5));
    file("data_1001.txt", reading(6));
    file("state_file.txt", "{\"position\":1,\"file\":\"data_1000.txt\"}");
    file("notes.txt", "not a message");

    assertThat(run("--dry-run")).isEqualTo(ExitCode.SUCCESS);
    assertThat(out.toString()).contains("3 readings would be stored for 'yard'");
    assertThat(root.resolve("data")).doesNotExist();

    assertThat(run()).isEqualTo(ExitCode.SUCCESS);
    assertThat(out.toString()).contains("3 readings are stored for 'yard'", "move " + folder);
    assertThat(spooled()).containsExactly(items(4, 5, 6));
  }

  @Test
  void aNoteThatACrashEmptiedMeansEverything() throws IOException {
    file("data_1.txt", reading(1));
    Files.writeString(folder.resolve("state_file.txt"), "");
    assertThat(run()).isEqualTo(ExitCode.SUCCESS);
    assertThat(spooled()).containsExactly(items(1));

    file("state_file.txt", "{\"position\":\"x\"}");
    assertThat(run()).isEqualTo(ExitCode.FAILURE);
    assertThat(out.toString()).contains("does not tell what is delivered");
  }

  @Test
  void tellsWhatItLeavesOutAndWhatIsDamaged() throws IOException {
    byte[] statistics = new UplinkCodec().encode(new IntegrationStatistics(1, 2, 3, "STARTED"));
    String half = reading(3).substring(0, 21);
    file("data_1.txt", reading(1), line(2, statistics), half, "AAAA", reading(5));

    assertThat(run()).isEqualTo(ExitCode.FAILURE);
    assertThat(out.toString())
        .contains("1 left out: statistics of the integration")
        .contains("cannot be read: data_1.txt: 3")
        .contains("cannot be read: data_1.txt: 4");
    assertThat(spooled()).containsExactly(items(1, 5));
  }

  @Test
  void refusesWhatWouldGoWrong() throws IOException {
    assertThat(run()).isEqualTo(ExitCode.USAGE);
    assertThat(out.toString()).contains("There are no files data_*.txt in " + folder);

    file("data_1.txt", reading(1));
    SpoolStore running = SpoolStore.open(root.resolve("data/spool"));
    try {
      assertThat(run()).isEqualTo(ExitCode.FAILURE);
    } finally {
      running.close();
    }
    assertThat(out.toString()).contains("stop the host before an import");
    assertThat(spooled()).isEmpty();
  }
}
