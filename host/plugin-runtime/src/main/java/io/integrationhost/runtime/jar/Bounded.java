package io.integrationhost.runtime.jar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads a stream within budgets, which count bytes really read, not what a header promises. */
final class Bounded {

  private final InputStream in;
  private final Budget[] budgets;

  Bounded(InputStream in, Budget... budgets) {
    this.in = in;
    this.budgets = budgets.clone();
  }

  long transferTo(OutputStream out) throws IOException, JarProblem {
    byte[] buffer = new byte[16_384];
    long total = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      total += n;
      for (Budget budget : budgets) {
        budget.take(n);
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
