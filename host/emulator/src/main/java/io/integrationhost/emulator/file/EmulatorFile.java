package io.integrationhost.emulator.file;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.integrationhost.emulator.AnswerPolicy;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.TlsFiles;
import io.integrationhost.ground.Keys;
import io.integrationhost.ground.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an emulator's file says (HOCON). All its problems are reported at once.
 *
 * @param address to listen on, empty when the file does not say
 * @param permitKeepAliveTime empty when the file does not say
 */
public record EmulatorFile(
    List<EmulatedIntegration> integrations,
    AnswerPolicy answers,
    Optional<TlsFiles> tls,
    Optional<String> address,
    Optional<Duration> permitKeepAliveTime) {

  public EmulatorFile {
    integrations = List.copyOf(integrations);
  }

  /**
   * Reads a file; other files that it names are relative to its directory.
   *
   * @throws EmulatorFileException with every problem of the file
   */
  public static EmulatorFile parse(Path file) throws EmulatorFileException {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw whole(
          file.toString(),
          0,
          "the file cannot be read; check that it exists and is readable UTF-8 text");
    }
    Path directory = file.toAbsolutePath().getParent();
    return parse(text, file.toString(), directory);
  }

  /**
   * Reads a text.
   *
   * @param name of the text, for messages
   * @param directory for the files it names
   * @throws EmulatorFileException with every problem of the text
   */
  public static EmulatorFile parse(String text, String name, Path directory)
      throws EmulatorFileException {
    List<Problem> problems = new ArrayList<>();
    Keys root = new Keys(resolved(text, name), problems::add);
    List<EmulatedIntegration> integrations = integrations(root, directory);
    EmulatorFile file =
        new EmulatorFile(
            integrations,
            root.section("answers").map(AnswersReader::read).orElse(AnswerPolicy.standard()),
            root.section("ssl").flatMap(section -> tls(section, directory)),
            root.text("address"),
            root.time("permit-keep-alive-time", Duration.ZERO));
    root.refuseUnknown();
    if (!problems.isEmpty()) {
      throw new EmulatorFileException(problems);
    }
    return file;
  }

  /** Settings as the file wants them; the caller adds port and listeners. */
  public EmulatorSettings.Builder settings() {
    EmulatorSettings.Builder builder = EmulatorSettings.builder().answers(answers);
    integrations.forEach(builder::integration);
    tls.ifPresent(builder::tls);
    address.ifPresent(builder::address);
    permitKeepAliveTime.ifPresent(builder::permitKeepAliveTime);
    return builder;
  }

  private static Config resolved(String text, String name) throws EmulatorFileException {
    try {
      return ConfigFactory.parseString(
              text, ConfigParseOptions.defaults().setOriginDescription(name))
          .resolve();
    } catch (ConfigException.UnresolvedSubstitution e) {
      throw whole(
          name,
          line(e),
          "the file refers to a value that is not set; set the environment variable, or write"
              + " ${?NAME} for one that may be missing");
    } catch (ConfigException e) {
      throw whole(
          name,
          line(e),
          "the file is no valid HOCON; check braces, quotes and separators at and before this"
              + " line");
    }
  }

  /** The library's message is left out: it quotes the file, where secrets stand. */
  private static int line(ConfigException e) {
    return e.origin() == null ? 0 : Math.max(0, e.origin().lineNumber());
  }

  private static EmulatorFileException whole(String name, int line, String message) {
    String place = line > 0 ? name + ": " + line : name;
    return new EmulatorFileException(List.of(new Problem(place, "", message)));
  }

  private static List<EmulatedIntegration> integrations(Keys root, Path directory) {
    IntegrationReader reader = new IntegrationReader(new ConverterReader(directory));
    List<EmulatedIntegration> integrations = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    List<Map.Entry<String, Keys>> entries =
        root.section("integrations").map(Keys::sections).orElse(List.of());
    for (Map.Entry<String, Keys> entry : entries) {
      Keys section = entry.getValue();
      EmulatedIntegration integration = reader.read(entry.getKey(), section);
      section.refuseUnknown();
      if (!integration.routingKey().isEmpty() && !keys.add(integration.routingKey())) {
        section.problem(
            "routing-key", "is used by another integration", "give each integration its own");
      }
      integrations.add(integration);
    }
    if (entries.isEmpty() && root.value("integrations").isEmpty()) {
      root.problem(
          "integrations",
          "is missing",
          "add integrations { name { routing-key = \"...\", secret = \"...\" } }");
    }
    return integrations;
  }

  private static Optional<TlsFiles> tls(Keys section, Path directory) {
    Optional<Path> chain = file(section, "cert", directory, true);
    Optional<Path> key = file(section, "key", directory, true);
    Optional<Path> trust = file(section, "client-trust", directory, false);
    boolean enabled = section.flag("enabled").orElse(true);
    section.refuseUnknown();
    return enabled && chain.isPresent() && key.isPresent()
        ? Optional.of(new TlsFiles(chain.get(), key.get(), trust))
        : Optional.empty();
  }

  private static Optional<Path> file(Keys section, String key, Path directory, boolean required) {
    Optional<String> name =
        required
            ? Optional.of(section.requiredText(key, "add the path of a PEM file"))
                .filter(text -> !text.isEmpty())
            : section.text(key);
    return name.map(directory::resolve)
        .filter(
            path -> {
              if (!Files.isReadable(path)) {
                section.problem(
                    key, "names a file that cannot be read: " + path, "check path and permissions");
              }
              return Files.isReadable(path);
            });
  }
}
