package io.integrationhost.admin.access;

import io.integrationhost.host.settings.AdminSettings;
import io.integrationhost.host.store.PrivateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file with the token that may do everything: the operator's own, or one that the host makes
 * when the settings name no token at all. A replaced file counts from the next look on. For one
 * thread; reads the disk.
 */
public final class TokenFile {

  /** In the data directory. */
  public static final String NAME = "admin.token";

  private static final Logger log = LoggerFactory.getLogger(TokenFile.class);
  private static final int MAX_FILE = 4_096;
  private static final int SHORTEST = 16;

  private final Tokens tokens;
  private final Optional<Path> file;
  private String used = "";
  private String told = "";

  private TokenFile(Tokens tokens, Optional<Path> file) {
    this.tokens = tokens;
    this.file = file;
  }

  /**
   * Makes the file if one is needed and there is none.
   *
   * @param tokens get what the file holds
   */
  public static TokenFile open(AdminSettings settings, Path dataDirectory, Tokens tokens) {
    Optional<Path> file =
        settings
            .tokenFile()
            .or(
                () ->
                    settings.tokens().isEmpty()
                        ? Optional.of(dataDirectory.resolve(NAME))
                        : Optional.empty());
    TokenFile opened = new TokenFile(tokens, file);
    if (settings.tokenFile().isEmpty() && file.isPresent()) {
      makeIfMissing(dataDirectory);
    }
    opened.look();
    return opened;
  }

  private static void makeIfMissing(Path dataDirectory) {
    Path file = dataDirectory.resolve(NAME);
    if (Files.exists(file)) {
      return;
    }
    try {
      new PrivateDirectory(dataDirectory, "the token that steers this host")
          .write(NAME, (Secrets.random() + "\n").getBytes(StandardCharsets.UTF_8));
      log.info("{} holds the token for commands and the console ('integration-host token')", file);
    } catch (IOException e) {
      log.error(
          "the token for commands and the console cannot be written to {} ({}); make the directory"
              + " writable, or set admin.tokens",
          file,
          e.toString());
    }
  }

  /** Takes over what the file holds now. */
  public void look() {
    file.ifPresent(this::look);
  }

  private void look(Path path) {
    String problem = "";
    try {
      String text = Files.size(path) > MAX_FILE ? "" : Files.readString(path).strip();
      if (text.length() < SHORTEST || text.lines().count() != 1) {
        problem = "must hold one line of at least " + SHORTEST + " characters";
      } else if (!text.equals(used)) {
        tokens.admin(text);
        used = text;
      }
    } catch (NoSuchFileException e) {
      problem = "is missing";
    } catch (IOException e) {
      problem = "cannot be read (" + e + ")";
    }
    if (!problem.isEmpty() && !problem.equals(told)) {
      log.error(
          "file {} {}; {}",
          path,
          problem,
          used.isEmpty()
              ? "nobody can steer this host with it until that is mended"
              : "the token that it held before still counts");
    }
    told = problem;
  }
}
