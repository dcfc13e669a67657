package io.integrationhost.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the code of a room may name. Read from the sources, so that a wall that falls is known
 * first; what only class files tell is in the distribution's {@code ArchitectureTest}.
 */
final class WallsTest {

  private static final String OURS = "\\bio\\.integrationhost\\.";

  private static List<SourceFile> code;

  @BeforeAll
  static void read() throws IOException {
    code = SourceFile.below(SourceFile.folders());
  }

  /** The files that name what they must not, as {@code File.java: text}. */
  private static List<String> naming(Predicate<SourceFile> where, String what) {
    Pattern forbidden = Pattern.compile(what);
    return code.stream()
        .filter(where)
        .flatMap(
            file ->
                forbidden
                    .matcher(file.code())
                    .results()
                    .map(found -> file.name() + ": " + found.group()))
        .toList();
  }

  private static Predicate<SourceFile> inside(String... rooms) {
    return file -> file.isIn(Stream.of(rooms).map("io.integrationhost."::concat).toList());
  }

  private static Predicate<SourceFile> outside(String... rooms) {
    return inside(rooms).negate();
  }

  @Test
  void everythingIsRead() {
    assertThat(naming(inside("plugins"), OURS + "plugin\\.\\w+")).isNotEmpty();
    assertThat(naming(inside("runtime.pf4j"), "\\borg\\.pf4j\\b")).isNotEmpty();
  }

  @Test
  void pluginsNameOnlyTheContractAndTheKit() {
    assertThat(naming(inside("plugins"), OURS + "(?!(plugin|plugins|kit)\\b)\\w+")).isEmpty();
  }

  @Test
  void theContractNamesOnlyJavaSlf4jAndConfig() {
    assertThat(
            naming(
                inside("plugin"),
                "import (static"
                    + " )?(?!(java|org\\.slf4j|com\\.typesafe|io\\.integrationhost\\.plugin)"
                    + "\\.)[\\w.]+"))
        .isEmpty();
  }

  @Test
  void theKitNamesOnlyTheContractAndNetty() {
    assertThat(
            naming(
                inside("kit"),
                "import (static )?(?!(javax?|org\\.slf4j|com\\.typesafe|io\\.netty"
                    + "|io\\.integrationhost\\.(plugin|kit))\\.)[\\w.]+"))
        .isEmpty();
  }

  @Test
  void roomsDoNotNameEachOtherOrWhatStandsOnThem() {
    List<String> rooms = List.of("remote", "converter", "spool", "runtime");
    for (String room : rooms) {
      String others =
          String.join("|", rooms.stream().filter(other -> !other.equals(room)).toList())
              + "|host|emulator|workbench|convert|bench|cli|testkit";
      assertThat(naming(inside(room), OURS + "(" + others + ")\\.\\w+")).as(room).isEmpty();
    }
  }

  @Test
  void theEmulatorNamesOnlyTheLinkAndTheGround() {
    assertThat(naming(inside("emulator"), OURS + "(?!(emulator|remote|ground)\\b)\\w+")).isEmpty();
  }

  @Test
  void librariesAreKeptInTheirRooms() {
    assertThat(naming(outside("runtime.pf4j"), "\\borg\\.pf4j\\.\\w+")).isEmpty();
    assertThat(
            naming(
                outside("remote", "emulator", "bench"),
                "\\b(io\\.grpc|com\\.google\\.protobuf|io\\.integrationhost\\.remote\\.proto)\\.\\w+"))
        .isEmpty();
    assertThat(naming(outside("admin"), "import (org\\.eclipse\\.jetty|io\\.prometheus)\\.\\w+"))
        .isEmpty();
    assertThat(naming(outside("plugins.coap"), "\\borg\\.eclipse\\.californium\\.\\w+")).isEmpty();
    assertThat(naming(outside("plugins.rabbitmq"), "\\bcom\\.rabbitmq\\.\\w+")).isEmpty();
    assertThat(naming(outside("plugins.kafka"), "\\borg\\.apache\\.kafka\\.\\w+")).isEmpty();
    assertThat(naming(outside("plugins.opcua"), "\\borg\\.eclipse\\.milo\\.\\w+")).isEmpty();
  }

  @Test
  void namesSayWhatAThingIs() {
    assertThat(code)
        .extracting(SourceFile::name)
        .noneMatch(name -> name.matches(".*(Impl|Util|Utils|Helper|Manager)\\.java"));
  }

  @Test
  void nobodySleepsAndOnlyCommandsPrint() {
    assertThat(naming(file -> true, "\\bThread\\.sleep\\b")).isEmpty();
    assertThat(naming(outside("cli"), "\\bSystem\\.(out|err)\\b")).isEmpty();
  }
}
