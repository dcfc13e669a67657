package io.integrationhost.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No two packages of the house see each other. Stands here since it is built first. */
final class PackageCirclesTest {

  @TempDir private Path folder;

  @Test
  void thereIsNone() throws IOException {
    List<Path> sources = SourceFile.folders();
    assertThat(sources)
        .contains(
            SourceFile.CHECKOUT.resolve("host/app/src/main/java"),
            SourceFile.CHECKOUT.resolve("plugins/tcp/src/main/java"));
    assertThat(PackageCircles.in(sources)).isEmpty();
  }

  @Test
  void namesTheWayThere() throws IOException {
    write("a/One", "import io.integrationhost.b.Two;");
    write(
        "b/Two", "/** Not {@link io.integrationhost.d.Four}. */\n// nor io.integrationhost.d.Four");
    write("b/Too", "final class Too extends io.integrationhost.c.Three {}");
    write("c/Three", "import static io.integrationhost.a.One.one;");
    write("d/Four", "import io.integrationhost.a.One;\nimport io.integrationhost.d.Five;");
    assertThat(PackageCircles.in(List.of(folder)))
        .hasSize(3)
        .first()
        .isEqualTo(
            "io.integrationhost.a (One.java) > io.integrationhost.b (Too.java)"
                + " > io.integrationhost.c (Three.java) > io.integrationhost.a");
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name + ".java");
    Files.createDirectories(file.getParent());
    String inside = name.substring(0, name.indexOf('/'));
    Files.writeString(file, "package io.integrationhost.%s;\n%s\n".formatted(inside, text));
  }
}
