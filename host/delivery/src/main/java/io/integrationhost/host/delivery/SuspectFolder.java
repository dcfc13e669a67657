package io.integrationhost.host.delivery;

import static io.integrationhost.host.store.FileJson.required;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.integrationhost.host.store.FileJson;
import io.integrationhost.host.store.PrivateDirectory;
import io.integrationhost.spool.StoredRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the suspects of one integration under {@code suspects/<integration>} of the data directory,
 * a file each, readable by the owner only and synced whatever the spool's durability is. Writes on
 * threads of the given executor, one file at a time.
 */
public final class SuspectFolder implements SuspectStore {

  private static final Logger log = LoggerFactory.getLogger(SuspectFolder.class);

  private static final int VERSION = 1;
  private static final int MAX_FILE = 64 << 20;
  private static final String SUFFIX = ".json";

  private final String integration;
  private final PrivateDirectory directory;
  private final Executor storage;
  private final Gson gson = new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

  /**
   * A folder, which need not exist yet.
   *
   * @param storage may wait for a disk
   */
  public SuspectFolder(String integration, Path dataDirectory, Executor storage) {
    this.integration = integration;
    this.directory =
        new PrivateDirectory(
            dataDirectory.resolve("suspects").resolve(integration), "items of devices");
    this.storage = storage;
  }

  @Override
  public List<Kept> load() {
    List<Kept> all = new ArrayList<>();
    try {
      directory.removeUnfinished();
      for (Path file : files()) {
        read(file).ifPresent(all::add);
      }
    } catch (IOException e) {
      log.error(
          "integration '{}': the readings set aside in {} cannot be read and wait for the next"
              + " start: {}",
          integration,
          directory.path(),
          e.toString());
    }
    all.sort(Comparator.comparingLong(kept -> kept.id().position()));
    return all;
  }

  @Override
  public CompletionStage<Void> keep(Kept suspect) {
    return onDisk(() -> directory.write(name(suspect.id()), text(suspect)));
  }

  @Override
  public CompletionStage<Void> remove(Id id) {
    return onDisk(() -> directory.remove(name(id)));
  }

  private interface DiskTask {
    void run() throws IOException;
  }

  private CompletionStage<Void> onDisk(DiskTask task) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    storage.execute(
        () -> {
          try {
            task.run();
            done.complete(null);
          } catch (Throwable e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory.path(), "*" + SUFFIX)) {
      found.forEach(files::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return files;
  }

  private Optional<Kept> read(Path file) {
    try {
      return Optional.of(kept(directory.read(file.getFileName().toString(), MAX_FILE)));
    } catch (IOException
        | JsonParseException
        | IllegalArgumentException
        | IllegalStateException
        | UnsupportedOperationException e) {
      log.error(
          "integration '{}': a reading that was set aside is not tried again, since its file {} is"
              + " damaged; it is left there: {}",
          integration,
          file,
          e.toString());
      return Optional.empty();
    }
  }

  private byte[] text(Kept kept) {
    JsonObject json = new JsonObject();
    json.addProperty("version", VERSION);
    json.addProperty("integration", integration);
    json.addProperty("position", kept.id().position());
    json.addProperty("record", kept.id().checksum());
    json.addProperty("accused", kept.accused());
    json.addProperty("reason", kept.reason());
    json.addProperty("cutting", kept.cutting());
    JsonArray items = new JsonArray();
    for (StoredRecord stored : kept.records()) {
      JsonObject item = new JsonObject();
      item.addProperty("position", stored.position());
      item.addProperty("item", Base64.getEncoder().encodeToString(stored.record()));
      items.add(item);
    }
    json.add("items", items);
    kept.older()
        .ifPresent(record -> json.addProperty("older", Base64.getEncoder().encodeToString(record)));
    json.addProperty("checksum", checksum(json));
    return gson.toJson(json).getBytes(StandardCharsets.UTF_8);
  }

  private Kept kept(byte[] text) {
    JsonObject json = FileJson.read(text, VERSION);
    int checksum = required(json, "checksum").getAsInt();
    json.remove("checksum");
    if (checksum != checksum(json)) {
      throw new IllegalArgumentException("its checksum is wrong");
    }
    List<StoredRecord> records = new ArrayList<>();
    for (JsonElement element : required(json, "items").getAsJsonArray()) {
      JsonObject item = element.getAsJsonObject();
      records.add(
          new StoredRecord(
              required(item, "position").getAsLong(),
              Base64.getDecoder().decode(required(item, "item").getAsString())));
    }
    if (records.isEmpty()) {
      throw new IllegalArgumentException("it holds no item");
    }
    return new Kept(
        new Id(required(json, "position").getAsLong(), required(json, "record").getAsInt()),
        required(json, "accused").getAsBoolean(),
        required(json, "reason").getAsString(),
        required(json, "cutting").getAsBoolean(),
        records,
        Optional.ofNullable(json.get("older"))
            .map(older -> Base64.getDecoder().decode(older.getAsString())));
  }

  /** Of all that the file says, so that no changed byte is delivered. */
  private static int checksum(JsonObject json) {
    CRC32C sum = new CRC32C();
    sum.update(new Gson().toJson(json).getBytes(StandardCharsets.UTF_8));
    return (int) sum.getValue();
  }

  private static String name(Id id) {
    return String.format(Locale.ROOT, "%019d-%08x%s", id.position(), id.checksum(), SUFFIX);
  }
}
