package io.integrationhost.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file; used by one thread at a time. */
interface DiskFile extends Closeable {

  long size() throws IOException;

  /** Reads up to so many bytes; -1 at the end. */
  int read(byte[] target, int from, int bytes, long offset) throws IOException;

  /** Writes some of the remaining bytes. */
  int write(ByteBuffer source, long offset) throws IOException;

  void truncate(long size) throws IOException;

  /** Returns when everything written is on the disk. */
  void force() throws IOException;

  default void writeFully(ByteBuffer source, long offset) throws IOException {
    long at = offset;
    while (source.hasRemaining()) {
      at += write(source, at);
    }
  }
}
