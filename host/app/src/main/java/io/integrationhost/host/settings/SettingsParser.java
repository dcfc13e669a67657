package io.integrationhost.host.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.integrationhost.ground.Problem;
import io.integrationhost.hocon.ParseProblem;
import io.integrationhost.hocon.TextBounds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses a settings file and the files that it includes. */
final class SettingsParser {

  private final SettingsFiles files;
  private final List<Path> including = new ArrayList<>();

  SettingsParser(SettingsFiles files) {
    this.files = files;
  }

  /**
   * What the file says, unresolved.
   *
   * @throws SettingsException when it or an included file cannot be read or is not HOCON
   */
  Config parse(Path file) {
    try {
      return parse(file, files.text(file));
    } catch (IOException e) {
      throw problem(file.toString(), "file", "cannot be read; check path and rights (--conf)");
    }
  }

  private Config parse(Path file, String text) {
    Optional<ParseProblem> exceeded = TextBounds.ofOperator(text);
    if (exceeded.isPresent()) {
      throw problem(
          file + (exceeded.get().line() > 0 ? ": " + exceeded.get().line() : ""),
          "syntax",
          exceeded.get().message());
    }
    including.add(file);
    try {
      return ConfigFactory.parseString(
          text,
          ConfigParseOptions.defaults()
              .setSyntax(ConfigSyntax.CONF)
              .setOriginDescription(file.toString())
              .setIncluder(
                  new IncludedFiles(
                      what -> include(file, text, what), what -> refused(file, text, what))));
    } catch (ConfigException.Parse e) {
      throw problem(e.origin().description(), "syntax", ParseProblem.of(e, text).message());
    } finally {
      including.remove(including.size() - 1);
    }
  }

  private Config include(Path file, String text, String what) {
    String place = file + ": " + line(text, what);
    Path included = file.resolveSibling(what).normalize();
    if (including.contains(included)) {
      throw problem(place, "include", included + " includes itself; remove one of the includes");
    }
    try {
      return parse(included, files.text(included));
    } catch (IOException e) {
      // A missing file is no empty one: its integrations would be stopped.
      throw problem(place, "include", included + " cannot be read; check path and rights");
    }
  }

  private static SettingsException refused(Path file, String text, String what) {
    return problem(
        file + ": " + line(text, what),
        "include",
        what + " cannot be included; include a file of this machine");
  }

  private static int line(String text, String what) {
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains("include") && lines.get(i).contains(what)) {
        return i + 1;
      }
    }
    return 1;
  }

  private static SettingsException problem(String place, String key, String message) {
    return new SettingsException(List.of(new Problem(place, key, message)));
  }
}
