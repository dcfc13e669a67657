package io.integrationhost.host.wirelog;

import io.integrationhost.host.store.PrivateDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The file of one transport and those that it followed: {@code tcp.log}, {@code tcp.1.log}, ... For
 * the owner only. For one thread.
 */
final class WireFile implements AutoCloseable {

  static final long MOST_BYTES = 10L * 1024 * 1024;
  static final int MOST_FILES = 10;

  private final PrivateDirectory directory;
  private final String name;
  private final long most;
  private SeekableByteChannel out;
  private long size;

  /**
   * Opens the file and appends to it.
   *
   * @param name of the transport, as it can be a file's
   */
  WireFile(PrivateDirectory directory, String name, long most) throws IOException {
    this.directory = directory;
    this.name = name;
    this.most = most;
    open();
  }

  private void open() throws IOException {
    directory.create();
    Path file = file(0);
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] owner =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    out =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS),
            owner);
    if (posix) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    size = out.size();
  }

  private Path file(int age) {
    return directory.path().resolve(name + (age == 0 ? "" : "." + age) + ".log");
  }

  void write(byte[] line) throws IOException {
    if (size > 0 && size + line.length > most) {
      roll();
    }
    ByteBuffer rest = ByteBuffer.wrap(line);
    while (rest.hasRemaining()) {
      size += out.write(rest);
    }
  }

  private void roll() throws IOException {
    out.close();
    for (int age = MOST_FILES - 1; age > 0; age--) {
      if (Files.exists(file(age - 1))) {
        Files.move(file(age - 1), file(age), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    open();
  }

  @Override
  public void close() throws IOException {
    if (out instanceof FileChannel file) {
      file.force(false);
    }
    out.close();
  }
}
