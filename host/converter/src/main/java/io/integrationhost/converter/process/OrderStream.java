package io.integrationhost.converter.process;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** A process's side of its standard streams. {@link #send} is safe for any thread. */
public final class OrderStream implements AutoCloseable {
  private static final int BUFFER = 64 << 10;

  /** What orders it is ours; the length is only to be sane. */
  private static final int MAX_ORDER = 64 << 20;

  private final InputStream in;
  private final OutputStream out;

  public OrderStream(InputStream in, OutputStream out) {
    this.in = new BufferedInputStream(in, BUFFER);
    this.out = new BufferedOutputStream(out, BUFFER);
  }

  /** Waits for the next order; empty when there will be none. */
  public Optional<Order> next() throws IOException {
    return FrameReader.read(in, MAX_ORDER).map(Order::of);
  }

  /**
   * Sends an answer.
   *
   * @throws UncheckedIOException when nobody is there any more
   */
  public void send(Answer answer) {
    byte[] frame = answer.frame();
    try {
      synchronized (out) {
        FrameWriter.write(out, frame);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
