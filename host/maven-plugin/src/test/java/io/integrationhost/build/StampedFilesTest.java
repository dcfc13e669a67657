package io.integrationhost.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link StampMojo} does. */
class StampedFilesTest {

  @TempDir Path root;

  private Path write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private StampedFiles stamped() throws IOException {
    return StampedFiles.of(List.of(root.resolve("own"), root.resolve("libraries")), "assets");
  }

  @Test
  void filesNameEachOtherWithTheHashInCirclesAndFromFoldersBelow() throws IOException {
    write("own/index.html", "<script src=\"assets/main.js\"></script><a href=\"other.js\">");
    write("own/assets/main.js", "import { a } from './page.js';\nimport { b } from './lib/b.js';");
    write("own/assets/page.js", "import './main.js'; export const a = 'page.js or main.css';");
    write("libraries/assets/lib/b.js", "import\"../page.js\";\n//# sourceMappingURL=b.js.map\n");

    StampedFiles files = stamped();
    Path output = root.resolve("out");
    files.writeTo(output);

    String hash = files.hash();
    assertThat(hash).matches("[0-9a-f]{16}");
    assertThat(output.resolve("index.html"))
        .hasContent("<script src=\"assets/main." + hash + ".js\"></script><a href=\"other.js\">");
    assertThat(output.resolve("assets/main." + hash + ".js"))
        .hasContent(
            "import { a } from './page.%1$s.js';\nimport { b } from './lib/b.%1$s.js';"
                .formatted(hash));
    assertThat(output.resolve("assets/page." + hash + ".js"))
        .hasContent("import './main." + hash + ".js'; export const a = 'page.js or main.css';");
    assertThat(output.resolve("assets/lib/b." + hash + ".js"))
        .hasContent("import\"../page." + hash + ".js\";");
  }

  @Test
  void anotherContentIsAnotherHashAndNothingOldIsLeft() throws IOException {
    write("own/assets/main.js", "1");
    Files.createDirectories(root.resolve("libraries"));
    StampedFiles former = stamped();
    former.writeTo(root.resolve("out"));

    write("own/assets/main.js", "2");
    StampedFiles later = stamped();
    later.writeTo(root.resolve("out"));

    assertThat(later.hash()).isNotEqualTo(former.hash());
    try (Stream<Path> left = Files.list(root.resolve("out/assets"))) {
      assertThat(left).containsExactly(root.resolve("out/assets/main." + later.hash() + ".js"));
    }
  }

  @Test
  void anImportOfWhatIsNotThereFailsTheBuild() throws IOException {
    write("own/assets/main.js", "import './gone.js';");
    Files.createDirectories(root.resolve("libraries"));

    assertThatThrownBy(() -> stamped().writeTo(root.resolve("out")))
        .isInstanceOf(IOException.class)
        .hasMessage("assets/main.js names ./gone.js, which is not there");
  }

  @Test
  void aFileInTwoFoldersFailsTheBuild() throws IOException {
    write("own/assets/main.js", "1");
    write("libraries/assets/main.js", "2");

    assertThatThrownBy(this::stamped)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("assets/main.js is in two of");
  }
}
