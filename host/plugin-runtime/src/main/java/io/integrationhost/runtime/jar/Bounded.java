package io.integrationhost.runtime.jar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads a stream up to a bound that counts bytes really read, not what a header promises. */
final class Bounded {

  private final InputStream in;
  private final long limit;
  private final String what;

  Bounded(InputStream in, long limit, String what) {
    this.in = in;
    this.limit = limit;
    this.what = what;
  }

  long transferTo(OutputStream out) throws IOException, JarProblem {
    byte[] buffer = new byte[16_384];
    long total = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      total += n;
      if (total > limit) {
        throw new JarProblem(
            what + " is larger than " + limit + " bytes", "remove what a plugin does not need");
      }
      out.write(buffer, 0, n);
    }
    return total;
  }

  byte[] readAll() throws IOException, JarProblem {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    transferTo(bytes);
    return bytes.toByteArray();
  }
}
