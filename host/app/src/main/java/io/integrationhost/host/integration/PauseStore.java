package io.integrationhost.host.integration;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.integrationhost.host.store.PrivateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps over restarts what an operator has one integration rest from, in a file of the data
 * directory.
 */
final class PauseStore {

  private static final Logger log = LoggerFactory.getLogger(PauseStore.class);
  private static final int MAX_FILE = 4_096;

  private final String integration;
  private final PrivateDirectory directory;
  private final Executor storage;

  /**
   * A store.
   *
   * @param storage one thread that may wait for a disk
   */
  PauseStore(String integration, Path dataDirectory, Executor storage) {
    this.integration = integration;
    this.directory =
        new PrivateDirectory(dataDirectory.resolve("paused"), "which integrations are paused");
    this.storage = storage;
  }

  /** What was saved last; reads the disk. A file that cannot be used is logged and kept. */
  Paused load() {
    try {
      JsonObject json =
          JsonParser.parseString(
                  new String(directory.read(file(), MAX_FILE), StandardCharsets.UTF_8))
              .getAsJsonObject();
      return new Paused(
          json.get("intake").getAsBoolean(),
          json.get("delivery").getAsBoolean(),
          Optional.of(Instant.parse(json.get("since").getAsString())),
          json.get("author").getAsString());
    } catch (NoSuchFileException e) {
      return Paused.NOT;
    } catch (IOException
        | JsonParseException
        | IllegalStateException
        | NullPointerException
        | UnsupportedOperationException
        | DateTimeException e) {
      log.warn(
          "integration '{}': file {} cannot be read ({}), so the integration is not paused; pause it"
              + " again if it should be",
          integration,
          directory.path().resolve(file()),
          e.toString());
      return Paused.NOT;
    }
  }

  /** Saves soon; the stage fails when that is not possible. */
  CompletionStage<Void> save(Paused paused) {
    return CompletableFuture.runAsync(() -> write(paused), storage);
  }

  private void write(Paused paused) {
    try {
      if (paused.equals(Paused.NOT)) {
        directory.remove(file());
        return;
      }
      JsonObject json = new JsonObject();
      json.addProperty("intake", paused.intake());
      json.addProperty("delivery", paused.delivery());
      json.addProperty("since", paused.since().orElse(Instant.EPOCH).toString());
      json.addProperty("author", paused.author());
      directory.write(file(), json.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(
          "integration '"
              + integration
              + "': its pause cannot be kept in "
              + directory.path()
              + " ("
              + e
              + "), so it ends with the next start; make the directory writable",
          e);
    }
  }

  private String file() {
    return integration + ".json";
  }
}
