package io.integrationhost.runtime.jar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A directory that only the host's user may enter, where the file system knows permissions of that
 * kind (POSIX); elsewhere it has the rights of its parent.
 */
public final class OwnerOnly {

  private static final String RIGHTS = "rwx------";

  private OwnerOnly() {}

  /** Creates it, or takes the rights of others away from one that exists. */
  public static void directory(Path path) throws IOException {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (!posix) {
      Files.createDirectories(path);
      return;
    }
    var rights = PosixFilePermissions.fromString(RIGHTS);
    Files.createDirectories(path, PosixFilePermissions.asFileAttribute(rights));
    if (Files.isSymbolicLink(path)) {
      throw new IOException(path + " is a symbolic link; remove it");
    }
    Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setPermissions(rights);
  }
}
