package io.integrationhost.host.downlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.converter.DownlinkData;
import io.integrationhost.host.store.DamagedFileException;
import io.integrationhost.plugin.ContentType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WaitingFolderTest {

  @TempDir private Path data;

  @Test
  void isReadWhateverTheLanguageOfTheMachine() throws IOException {
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG"));
    try {
      new WaitingFolder(data, "Valves", "key").write(downlink(12));
      WaitingFolder.Found found = new WaitingFolder(data, "Valves", "key").load();
      assertThat(found.downlinks()).extracting(WaitingDownlink::number).containsExactly(12L);
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
  }

  @Test
  void readsInOrderWhatWasWritten() throws IOException {
    WaitingFolder folder = new WaitingFolder(data, "Valves", "key");
    assertThat(folder.load().downlinks()).isEmpty();
    for (long number : new long[] {10, 9, 100}) {
      folder.write(downlink(number));
    }
    folder.remove(downlink(9));
    WaitingFolder.Found found = new WaitingFolder(data, "Valves", "key").load();
    assertThat(found.downlinks()).extracting(WaitingDownlink::number).containsExactly(10L, 100L);
    assertThat(found.nextNumber()).isEqualTo(101);
    WaitingDownlink first = found.downlinks().get(0);
    assertThat(first.device()).isEqualTo("Device \"A\"\n");
    assertThat(first.messageType()).isEqualTo("RPC");
    assertThat(first.since()).isEqualTo(Instant.parse("2026-01-01T00:00:00.123Z"));
    assertThat(first.data().contentType()).isEqualTo(ContentType.BINARY);
    assertThat(first.data().data()).containsExactly(0, -1, 10);
    assertThat(first.data().metadata()).isEqualTo(Map.of("k", "ü"));
    assertThat(first.downlink().id()).isEqualTo("id 10");
    assertThat(first.downlink().attempt()).isEqualTo(8);
    assertThat(first.downlink().rpcRequestId()).contains("rpc 10");
    assertThat(first.tries()).isEqualTo(new Tries(3, 4));
    assertThat(new WaitingFolder(data, "Other", "key").load().downlinks()).isEmpty();
  }

  @Test
  void setsDamagedFilesAsideAndNeverReusesTheirNumber() throws IOException {
    WaitingFolder folder = new WaitingFolder(data, "Valves", "key");
    folder.write(downlink(1));
    Path damaged = folder.path().resolve("0000000000000000007.json");
    Files.writeString(damaged, "{\"version\": 1, \"number\": 7, \"since\"");
    Files.writeString(folder.path().resolve("0000000000000000003.json"), "{\"version\": 2}");
    Files.copy(
        folder.path().resolve("0000000000000000001.json"),
        folder.path().resolve("0000000000000000004.json"));
    Files.writeString(folder.path().resolve("0000000000000000009.json.tmp"), "{");
    Files.writeString(folder.path().resolve("9999999999999999999.json"), "{}");
    Files.writeString(folder.path().resolve("notes.txt"), "mine");
    WaitingFolder.Found found = folder.load();
    assertThat(found.downlinks()).extracting(WaitingDownlink::number).containsExactly(1L);
    assertThat(found.nextNumber()).isEqualTo(8);
    assertThat(damaged).doesNotExist();
    assertThat(folder.path().resolve("0000000000000000007.json.damaged")).content().contains("7");
    // Of a later program, and of whoever copied it: not damaged.
    assertThat(folder.path().resolve("0000000000000000003.json")).exists();
    assertThat(folder.path().resolve("0000000000000000004.json")).exists();
    assertThat(folder.load().nextNumber()).isEqualTo(8);
    assertThat(folder.path().resolve("0000000000000000009.json.tmp")).doesNotExist();
    assertThat(folder.path().resolve("notes.txt")).exists();
  }

  @Test
  void neverSendsWhatWasChangedInItsFile() throws IOException {
    WaitingFolder folder = new WaitingFolder(data, "Valves", "key");
    folder.write(downlink(1));
    folder.write(downlink(2));
    Path file = folder.path().resolve("0000000000000000001.json");
    String whole = Files.readString(file);
    // AP8K is 0, -1, 10; AP8J is another command.
    Files.writeString(file, whole.replace("AP8K", "AP8J"));
    WaitingFolder.Found found = folder.load();
    assertThat(found.downlinks()).extracting(WaitingDownlink::number).containsExactly(2L);
    assertThat(folder.path().resolve("0000000000000000001.json.damaged")).exists();
  }

  @Test
  void aSingleChangedByteIsFoundWhereverItIs() throws IOException {
    byte[] whole = new WaitingFormat("owner").write(downlink(1));
    int end = new String(whole, StandardCharsets.UTF_8).indexOf(",\"sha256\"");
    assertThat(end).isGreaterThan(150);
    for (int i = 0; i < end; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 2;
      assertThatThrownBy(() -> new WaitingFormat("owner").read(changed))
          .as("byte %s", i)
          .isInstanceOf(DamagedFileException.class);
    }
  }

  @Test
  void readsFilesOfEarlierBuildsWithoutChecksumAndId() throws IOException {
    WaitingFolder folder = new WaitingFolder(data, "Valves", "key");
    folder.write(downlink(1));
    Path file = folder.path().resolve("0000000000000000001.json");
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.indexOf(",\"id\"")) + "}");
    WaitingDownlink read = folder.load().downlinks().get(0);
    assertThat(read.tries()).isEqualTo(Tries.NONE);
    assertThat(read.rpcRequestId()).isEmpty();
    assertThat(read.downlink().attempt()).isEqualTo(1);
    assertThat(read.id()).isNotBlank().isEqualTo(folder.load().downlinks().get(0).id());
  }

  @Test
  void sendsNothingThatWaitedUnderAnotherKey() throws IOException {
    new WaitingFolder(data, "Valves", "key").write(downlink(1));
    WaitingFolder.Found found = new WaitingFolder(data, "Valves", "other key").load();
    assertThat(found.downlinks()).isEmpty();
    assertThat(found.nextNumber()).isEqualTo(2);
    assertThat(new WaitingFolder(data, "Valves", "key").load().downlinks()).hasSize(1);
  }

  @Test
  void neverShowsWhatADeviceWouldGet() {
    assertThatThrownBy(
            () ->
                new WaitingFormat("owner")
                    .read(
                        "{\"version\": 1, \"number\": \"s3cret\"}"
                            .getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("s3cret");
    assertThat(downlink(1)).asString().doesNotContain("ü");
  }

  private static WaitingDownlink downlink(long number) {
    return new WaitingDownlink(
        number,
        Instant.parse("2026-01-01T00:00:00.123Z"),
        "Device \"A\"\n",
        "RPC",
        new DownlinkData(ContentType.BINARY, new byte[] {0, -1, 10}, Map.of("k", "ü")),
        "id " + number,
        Optional.of("rpc " + number),
        new Tries(3, 4));
  }
}
