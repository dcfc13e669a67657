package io.integrationhost.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.integrationhost.host.settings.LogFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an operator hears with a log configuration of their own. */
final class LoggingTest {

  private static final String GOOD =
      """
      <configuration>
        <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
          <encoder><pattern>OWN %level %msg%n</pattern></encoder>
        </appender>
        <root level="INFO"><appender-ref ref="console"/></root>
      </configuration>
      """;

  @TempDir private Path directory;

  private final LoggerContext context = new LoggerContext();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream before = System.out;
  private Path program;
  private Path site;

  @BeforeEach
  void makeFolders() throws IOException {
    program = Files.createDirectories(directory.resolve("program/conf"));
    site = Files.createDirectories(directory.resolve("site"));
    context.setMDCAdapter(new LogbackMDCAdapter());
    System.setOut(new PrintStream(bytes, true, UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(before);
    context.stop();
  }

  private LogFormat format = LogFormat.TEXT;

  private String heard() {
    Logging.forService(
        context,
        new Home(directory.resolve("program")),
        Optional.of(site.resolve("host.conf")),
        format);
    context.getLogger("io.integrationhost.host.Anything").info("a line of the host");
    return bytes.toString(UTF_8);
  }

  @Test
  void withoutAFileTheBuiltInConfigurationWrites() {
    assertThat(heard()).contains("INFO  Anything - a line of the host").doesNotContain("ERROR");
  }

  @Test
  void theBuiltInConfigurationWritesJsonToo() {
    format = LogFormat.JSON;
    assertThat(heard())
        .startsWith("{\"timestamp\":")
        .contains("\"level\":\"INFO\"", "\"message\":\"a line of the host\"}");
  }

  @ParameterizedTest
  @EnumSource(LogFormat.class)
  void whatAnybodySendsToThePortIsNoLine(LogFormat built) {
    format = built;
    heard();
    bytes.reset();
    for (String logger : List.of("util.HostPort", "http.HttpParser", "server.Request", "io.Some")) {
      context.getLogger("org.eclipse.jetty." + logger).warn("what a caller sent");
    }
    assertThat(bytes.size()).isZero();
  }

  @Test
  void norWithAConfigurationThatDoesNotNameTheServer() throws IOException {
    Files.writeString(program.resolve("logback.xml"), GOOD);
    heard();
    bytes.reset();
    context.getLogger("org.eclipse.jetty.util.HostPort").warn("what a caller sent");
    context.getLogger("org.eclipse.jetty.http.HttpParser").warn("what a caller sent");
    assertThat(bytes.size()).isZero();
  }

  @Test
  void aFileOfTheProgramIsUsed() throws IOException {
    Files.writeString(program.resolve("logback.xml"), GOOD);
    assertThat(heard()).contains("OWN INFO a line of the host").doesNotContain("ERROR");
  }

  @Test
  void theOneBesideTheSettingsComesFirst() throws IOException {
    Files.writeString(program.resolve("logback.xml"), GOOD);
    Files.writeString(site.resolve("logback.xml"), GOOD.replace("OWN", "SITE"));
    assertThat(heard()).contains("SITE INFO a line of the host").doesNotContain("OWN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          core.ConsoleAppender"|core.ConsoleAppendr"|line 2: Could not create an Appender of type
          </encoder>|</encode>|line 3, column
          <appender-ref ref="console"/>|''|nothing of the host would be logged
          ref="console"|ref="consle"|line 5: Appender named [consle] could not be found
          %msg|%mesage|line 3: [mesage] is not a valid conversion word
          """)
  void aMistakeIsToldAndTheBuiltInConfigurationWrites(String good, String bad, String told)
      throws IOException {
    Path file = site.resolve("logback.xml");
    Files.writeString(file, GOOD.replace(good, bad));
    assertThat(heard())
        .contains(file + ": " + told)
        .contains("the log configuration " + file + " is not used but the built-in one")
        .contains("INFO  Anything - a line of the host");
  }

  @Test
  void aFileThatItIncludesAndThatIsMissingIsTold() throws IOException {
    Path file = site.resolve("logback.xml");
    Files.writeString(
        file, GOOD.replace("<root ", "<include file=\"" + site + "/more.xml\"/><root "));
    assertThat(heard())
        .contains("WARN " + file + ": ")
        .contains("more.xml")
        .contains("OWN INFO a line of the host");
  }

  @Test
  void aLogThatCannotBeWrittenSaysSoOnStandardError() throws IOException {
    assumeThat(Path.of("/dev/full")).exists();
    Files.writeString(
        site.resolve("logback.xml"),
        GOOD.replace("ConsoleAppender\">", "FileAppender\"><file>/dev/full</file>"));
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, UTF_8));
    try {
      assertThat(heard()).isEmpty();
    } finally {
      System.setErr(err);
    }
    assertThat(said.toString(UTF_8)).startsWith("log as " + site + "/logback.xml says: ");
  }

  @Test
  void theExampleThatIsShippedWritesAFileToo() throws IOException {
    Path example = Path.of("../../distribution/src/main/dist/conf/logback.xml.example");
    Files.copy(example, site.resolve("logback.xml"));
    String home = System.getProperty("integration-host.home");
    System.setProperty("integration-host.home", site.toString());
    try {
      assertThat(new LogFile(site.resolve("logback.xml")).inspect()).isEmpty();
      assertThat(heard())
          .contains("INFO  Anything - a line of the host")
          .doesNotContain("ERROR", "WARN");
      context.getLogger("org.eclipse.jetty.util.HostPort").warn("what a caller sent");
      assertThat(bytes.toString(UTF_8)).doesNotContain("a caller");
      assertThat(site.resolve("log/integration-host.log"))
          .content()
          .contains("io.integrationhost.host.Anything - a line of the host");
    } finally {
      Optional.ofNullable(home)
          .ifPresentOrElse(
              value -> System.setProperty("integration-host.home", value),
              () -> System.clearProperty("integration-host.home"));
    }
  }

  @Test
  void anInspectionOpensNoLog() throws IOException {
    Path file = site.resolve("logback.xml");
    Path log = site.resolve("host.log");
    Files.writeString(
        file,
        GOOD.replace("ConsoleAppender\">", "FileAppender\"><file>" + log + "</file>")
            .replace("<root", "<turboFilter class=\"no.such.Filter\"/>\n<root"));
    assertThat(new LogFile(file).inspect())
        .containsExactly(file + ": line 5: class [no.such.Filter] of <turboFilter> does not exist");
    assertThat(log).doesNotExist();
  }
}
