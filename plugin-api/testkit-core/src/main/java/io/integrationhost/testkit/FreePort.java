package io.integrationhost.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds ports that tests may use. One that the system gives for port 0 may be given to somebody
 * else, too, before it is listened on: many processes of a build ask for such. These are below what
 * systems give away, and each process of the tests has a block of its own, which a locked file
 * says.
 */
public final class FreePort {

  private static final int FIRST = 18_000;
  private static final int BLOCK = 200;
  private static final int BLOCKS = 70;

  private static final class Mine {
    static final Claim CLAIM = claim();
  }

  /** The lock holds as long as this process lives. */
  private record Claim(int first, FileLock lock, AtomicInteger given) {}

  private FreePort() {}

  /**
   * A port that nothing listens on now, for TCP and UDP, and that no other test was given lately.
   * Prefer port 0 where the transport tells which one it got.
   *
   * @throws IllegalStateException when there is none
   */
  public static int find() {
    Claim mine = Mine.CLAIM;
    for (int tries = 0; tries < BLOCK; tries++) {
      int port = mine.first() + Math.floorMod(mine.given().getAndIncrement(), BLOCK);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no port of this machine from " + mine.first() + " on is free for TCP and UDP");
  }

  private static boolean isFree(int port) {
    try (ServerSocket tcp = new ServerSocket(port);
        DatagramSocket udp = new DatagramSocket(port)) {
      return tcp.isBound() && udp.isBound();
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
        FileLock lock = tryLock(channel);
        if (lock != null) {
          return new Claim(FIRST + block * BLOCK, lock, new AtomicInteger());
        }
        channel.close();
      }
      throw new IllegalStateException("all blocks of ports are taken, see " + folder);
    } catch (IOException e) {
      throw new UncheckedIOException("no ports for tests can be claimed", e);
    }
  }

  /** Null when another process has it, or another class loader of this one. */
  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
