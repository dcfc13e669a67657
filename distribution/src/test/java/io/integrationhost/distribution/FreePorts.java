package io.integrationhost.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for hosts that are told theirs before they run. One that the system gives for port 0 may be
 * given to somebody else, too, before the host listens on it: many processes of a build ask for
 * such. These are below what systems give away, and each process of the tests has a block of its
 * own, which a locked file says.
 */
final class FreePorts {

  private static final int FIRST = 18_000;
  private static final int BLOCK = 200;
  private static final int BLOCKS = 70;

  private static final class Mine {
    static final Claim CLAIM = claim();
  }

  /** The lock holds as long as this process lives. */
  private record Claim(int first, FileLock lock, AtomicInteger given) {}

  private FreePorts() {}

  static int next() {
    Claim mine = Mine.CLAIM;
    for (int tries = 0; tries < BLOCK; tries++) {
      int port = mine.first() + Math.floorMod(mine.given().getAndIncrement(), BLOCK);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + mine.first() + " on");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static Claim claim() {
    try {
      Path folder =
          Files.createDirectories(
              Path.of(
                  System.getProperty("java.io.tmpdir"),
                  "integration-host-test-ports-" + System.getProperty("user.name")));
      for (int block = 0; block < BLOCKS; block++) {
        FileChannel channel =
            FileChannel.open(
                folder.resolve(Integer.toString(block)),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return new Claim(FIRST + block * BLOCK, lock, new AtomicInteger());
        }
        channel.close();
      }
      throw new IllegalStateException("all blocks of ports are taken, see " + folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
