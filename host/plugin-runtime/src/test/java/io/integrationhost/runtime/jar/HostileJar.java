package io.integrationhost.runtime.jar;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A zip file written byte by byte (APPNOTE.TXT 4.3), so that it can say what no tool would write.
 * Content is stored, not compressed.
 */
final class HostileJar {

  private static final int REGULAR = 0100644;

  private record Entry(String name, byte[] content, int mode) {}

  private final List<Entry> entries = new ArrayList<>();
  private Integer claimedEntries;
  private Integer claimedDirectory;
  private byte[] appended = {};

  HostileJar entry(String name, byte[] content) {
    entries.add(new Entry(name, content, REGULAR));
    return this;
  }

  HostileJar text(String name, String content) {
    return entry(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** An entry that a Unix tool would make a symbolic link of. */
  HostileJar link(String name, String target) {
    entries.add(new Entry(name, target.getBytes(StandardCharsets.UTF_8), 0120777));
    return this;
  }

  HostileJar claimEntries(int count) {
    claimedEntries = count;
    return this;
  }

  HostileJar claimDirectoryBytes(int bytes) {
    claimedDirectory = bytes;
    return this;
  }

  HostileJar append(byte[] bytes) {
    appended = bytes.clone();
    return this;
  }

  byte[] bytes() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ByteArrayOutputStream directory = new ByteArrayOutputStream();
    for (Entry entry : entries) {
      int start = file.size();
      DataOutputStream local = new DataOutputStream(file);
      little(local, 4, 0x04034b50);
      header(local, entry);
      local.writeBytes(entry.name());
      local.write(entry.content());
      DataOutputStream central = new DataOutputStream(directory);
      little(central, 4, 0x02014b50);
      little(central, 2, (3 << 8) | 20);
      header(central, entry);
      little(central, 2, 0);
      little(central, 2, 0);
      little(central, 2, 0);
      little(central, 4, entry.mode() << 16);
      little(central, 4, start);
      central.writeBytes(entry.name());
    }
    DataOutputStream end = new DataOutputStream(file);
    int start = file.size();
    end.write(directory.toByteArray());
    int count = claimedEntries == null ? entries.size() : claimedEntries;
    little(end, 4, 0x06054b50);
    little(end, 4, 0);
    little(end, 2, count);
    little(end, 2, count);
    little(end, 4, claimedDirectory == null ? directory.size() : claimedDirectory);
    little(end, 4, start);
    little(end, 2, 0);
    end.write(appended);
    return file.toByteArray();
  }

  private static void header(DataOutputStream out, Entry entry) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(entry.content());
    little(out, 2, 20);
    little(out, 2, 0);
    little(out, 2, 0);
    little(out, 4, 0x00210000);
    little(out, 4, (int) checksum.getValue());
    little(out, 4, entry.content().length);
    little(out, 4, entry.content().length);
    little(out, 2, entry.name().length());
    little(out, 2, 0);
  }

  private static void little(DataOutputStream out, int bytes, int value) throws IOException {
    for (int i = 0; i < bytes; i++) {
      out.write(value >>> (8 * i));
    }
  }
}
