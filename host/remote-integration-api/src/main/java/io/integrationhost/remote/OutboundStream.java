package io.integrationhost.remote;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Lets gRPC drain a message straight into its network buffers. Reading it, which gRPC does only for
 * transports that cannot drain, goes through a copy.
 */
final class OutboundStream extends InputStream implements Drainable, KnownLength {
  private final Outbound message;
  private boolean drained;
  private InputStream copy;

  OutboundStream(Outbound message) {
    this.message = message;
  }

  @Override
  public int drainTo(OutputStream target) throws IOException {
    if (drained || copy != null) {
      return Math.toIntExact(copy().transferTo(target));
    }
    drained = true;
    message.writeTo(target);
    return message.length();
  }

  @Override
  public int available() throws IOException {
    return copy == null && !drained ? message.length() : copy().available();
  }

  @Override
  public int read() throws IOException {
    return copy().read();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return copy().read(target, offset, length);
  }

  private InputStream copy() throws IOException {
    if (copy == null) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(drained ? 0 : message.length());
      if (!drained) {
        message.writeTo(bytes);
      }
      copy = new ByteArrayInputStream(bytes.toByteArray());
    }
    return copy;
  }
}
