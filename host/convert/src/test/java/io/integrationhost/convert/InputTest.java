package io.integrationhost.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.convert.Payload.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InputTest {

  @TempDir private Path directory;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static Wish named(String integration) {
    return new Wish(false, Optional.empty(), Optional.empty(), Optional.of(integration));
  }

  @Test
  void theNameOfAScriptTellsItsLanguage() throws IOException {
    assertThat(ConverterFiles.read(write("a.js", "return 1;"), Wish.NONE).script())
        .isEqualTo(new ScriptText("JS", "return 1;"));
    assertThat(ConverterFiles.read(write("a.tbel", "\uFEFFreturn 1;"), Wish.NONE).script())
        .isEqualTo(new ScriptText("TBEL", "return 1;"));
    Wish tbel = new Wish(true, Optional.of("tbel"), Optional.of("chirpstack"), Optional.empty());
    TriedConverter wished = ConverterFiles.read(write("a.txt", "x"), tbel);
    assertThat(wished.script().isTbel()).isTrue();
    assertThat(wished.downlink()).isTrue();
    assertThat(wished.definition().integrationType()).contains("CHIRPSTACK");
    assertThat(wished.definition().version()).isEqualTo(2);
    assertThatThrownBy(
            () -> new Wish(false, Optional.of("lua"), Optional.empty(), Optional.empty()))
        .hasMessage("--lang must be JS or TBEL, is LUA");
  }

  @Test
  void readsConfigurationsAndExports() throws IOException {
    Path configuration =
        write(
            "c.json",
            "{\"scriptLang\": \"TBEL\", \"decoder\": null, \"tbelDecoder\": \"t\","
                + " \"updateOnlyKeys\": [\"k\"]}");
    TriedConverter converter = ConverterFiles.read(configuration, Wish.NONE);
    assertThat(converter.script()).isEqualTo(new ScriptText("TBEL", "t"));
    assertThat(converter.definition().configuration()).contains("updateOnlyKeys");
    assertThat(converter.metadata()).isEqualTo(Map.of("integrationName", "convert"));
    Path export =
        write(
            "e.conf",
            """
            name = "My converter", type = UPLINK, integrationType = TTN, converterVersion = 2
            configuration { decoder = "d", encoder = "e" }
            """);
    TriedConverter exported = ConverterFiles.read(export, Wish.NONE);
    assertThat(exported.script()).isEqualTo(new ScriptText("JS", "d"));
    assertThat(exported.definition().integrationType()).contains("TTN");
    assertThat(ConverterFiles.read(write("d.json", "{\"encoder\": \"e\"}"), Wish.NONE).downlink())
        .isTrue();
  }

  @Test
  void saysWhatIsWrongWithAConfiguration() throws IOException {
    Path other = write("o.json", "{\"scriptLang\": \"TBEL\", \"decoder\": \"d\"}");
    assertThatThrownBy(() -> ConverterFiles.read(other, Wish.NONE))
        .hasMessageContaining("no script under 'tbelDecoder'")
        .hasMessageContaining("found: decoder");
    Path none = write("n.json", "{\"a\": 1}");
    assertThatThrownBy(() -> ConverterFiles.read(none, Wish.NONE))
        .hasMessageContaining("there is no converter in it");
    Path broken = write("b.json", "{\n\"a\": \n}}");
    assertThatThrownBy(() -> ConverterFiles.read(broken, Wish.NONE))
        .hasMessageContaining("b.json: ")
        .hasMessageContaining("is no valid JSON or HOCON");
    assertThatThrownBy(() -> ConverterFiles.read(directory.resolve("x.js"), Wish.NONE))
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> ConverterFiles.read(directory, Wish.NONE))
        .hasMessageContaining("is a directory");
  }

  @Test
  void readsTheEmulatorsFile() throws IOException {
    write("script.js", "return 'yard';");
    Path file =
        write(
            "emulator.conf",
            """
            integrations {
              yard {
                routing-key = y, secret = s, metadata { site = North }
                uplink-converter { script-file = script.js }
                downlink-converter { script = "return 'down';", lang = TBEL }
              }
              hall { routing-key = h, secret = s, uplink-converter { script = "return 'hall';" } }
            }
            """);
    TriedConverter yard = ConverterFiles.read(file, named("yard"));
    assertThat(yard.script().body()).isEqualTo("return 'yard';");
    assertThat(yard.metadata()).isEqualTo(Map.of("integrationName", "yard", "site", "North"));
    Wish down = new Wish(true, Optional.empty(), Optional.empty(), Optional.of("yard"));
    assertThat(ConverterFiles.read(file, down).script())
        .isEqualTo(new ScriptText("TBEL", "return 'down';"));
    assertThatThrownBy(() -> ConverterFiles.read(file, Wish.NONE))
        .hasMessageContaining("has several integrations; name one with --integration: ");
    assertThatThrownBy(() -> ConverterFiles.read(file, named("barn")))
        .hasMessageContaining("has no such integration");
    Wish none = new Wish(true, Optional.empty(), Optional.empty(), Optional.of("hall"));
    assertThatThrownBy(() -> ConverterFiles.read(file, none))
        .hasMessageContaining("integration 'hall' has no downlink-converter");
  }

  @Test
  void readsPayloads() throws IOException {
    assertThat(PayloadReader.read("", "0x0A ff:01", Form.HEX, "--hex").bytes())
        .containsExactly(10, 0xFF, 1);
    assertThat(PayloadReader.read("", "AQI=", Form.BASE64, "x").bytes()).containsExactly(1, 2);
    assertThat(PayloadReader.read("", "ä", Form.TEXT, "x").bytes()).containsExactly(0xC3, 0xA4);
    assertThatThrownBy(() -> PayloadReader.read("", "fff", Form.HEX, "--hex"))
        .hasMessageContaining("odd number of digits (3)");
    assertThatThrownBy(() -> PayloadReader.read("", "xy", Form.HEX, "--hex"))
        .hasMessageContaining("only 0-9 and a-f");
    List<Payload> lines = PayloadReader.lines(write("l.txt", "01\n\r\n02\r\n"), Form.HEX);
    assertThat(lines).extracting(Payload::name).containsExactly("line 1", "line 3");
    Path bad = write("bad.txt", "01\nzz\n");
    assertThatThrownBy(() -> PayloadReader.lines(bad, Form.HEX)).hasMessageContaining("bad.txt: 2");
    Path empty = write("empty.txt", "\n");
    assertThatThrownBy(() -> PayloadReader.lines(empty, Form.TEXT))
        .hasMessageContaining("is empty");
  }

  @Test
  void readsMetadata() {
    assertThat(MetadataText.parse("{\"a\": \"x\", \"n\": 5, \"o\": {\"p\": 1}}", "--metadata"))
        .isEqualTo(Map.of("a", "x", "n", "5", "o", "{\"p\":1}"));
    assertThatThrownBy(() -> MetadataText.parse("[1]", "--metadata"))
        .hasMessageContaining("must be a JSON object");
    assertThatThrownBy(() -> MetadataText.parse("{", "--metadata"))
        .hasMessageContaining("is no JSON");
  }
}
