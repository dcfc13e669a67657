package io.integrationhost.host.isolation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.integrationhost.converter.ScriptBlock;
import io.integrationhost.host.store.PrivateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One file for each blocked integration, and one for each block that is to be lifted. Another
 * process may change the folder at any time.
 */
public final class BlockFolder {

  private static final String NAME = "converter-blocks";
  private static final String BLOCK = ".json";
  private static final String LIFT = ".lift";
  private static final int MAX_FILE = 64 << 10;
  private static final int MOST_FILES = 10_000;

  private final PrivateDirectory directory;

  public BlockFolder(Path dataDirectory) {
    this.directory = new PrivateDirectory(dataDirectory.resolve(NAME), "names of integrations");
  }

  /**
   * What one file says.
   *
   * @param integration by the file's name
   * @param block empty when the file cannot be used
   * @param problem why it cannot
   */
  public record Found(String integration, Optional<ScriptBlock> block, Optional<String> problem) {}

  public Path path() {
    return directory.path();
  }

  /** All blocks; none if there is no folder. */
  public List<Found> blocks() throws IOException {
    List<Found> found = new ArrayList<>();
    for (String integration : names(BLOCK)) {
      read(integration).ifPresent(found::add);
    }
    return found;
  }

  /** The integrations whose blocks are to be lifted. */
  List<String> toLift() throws IOException {
    return names(LIFT);
  }

  /** Asks a running host, or the next one, to lift a block; false when there is none. */
  public boolean askToLift(String integration) throws IOException {
    if (!names(BLOCK).contains(integration)) {
      return false;
    }
    directory.write(integration + LIFT, new byte[0]);
    return true;
  }

  void write(ScriptBlock block) throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("integration", block.integration());
    json.addProperty("since", block.since().toString());
    json.addProperty("reason", block.reason());
    directory.write(block.integration() + BLOCK, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Forgets the block, and that it is to be lifted. */
  void remove(String integration) throws IOException {
    directory.remove(integration + BLOCK);
    directory.remove(integration + LIFT);
  }

  private Optional<Found> read(String integration) {
    String file = integration + BLOCK;
    try {
      String text = new String(directory.read(file, MAX_FILE), StandardCharsets.UTF_8);
      JsonElement json = JsonParser.parseString(text);
      if (!json.isJsonObject()) {
        return Optional.of(unusable(integration, "it holds no JSON object"));
      }
      ScriptBlock block =
          new ScriptBlock(
              text(json.getAsJsonObject(), "integration"),
              LocalDate.parse(text(json.getAsJsonObject(), "since")),
              text(json.getAsJsonObject(), "reason"));
      if (!block.integration().equals(integration)) {
        return Optional.of(unusable(integration, "it is about another integration"));
      }
      return Optional.of(new Found(integration, Optional.of(block), Optional.empty()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | JsonParseException | DateTimeException | IllegalArgumentException e) {
      return Optional.of(unusable(integration, e.getMessage()));
    }
  }

  private Found unusable(String integration, String why) {
    return new Found(
        integration,
        Optional.empty(),
        Optional.of(
            "file "
                + path().resolve(integration + BLOCK)
                + " cannot be used, so nothing is blocked by it; remove it ("
                + why
                + ")"));
  }

  private static String text(JsonObject json, String key) {
    JsonElement value = json.get(key);
    if (value == null || !value.isJsonPrimitive()) {
      throw new IllegalArgumentException("the key '" + key + "' is missing or no text");
    }
    return value.getAsString();
  }

  private List<String> names(String suffix) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path(), "*" + suffix)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        names.add(name.substring(0, name.length() - suffix.length()));
        if (names.size() == MOST_FILES) {
          break;
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(null);
    return names;
  }
}
