package io.integrationhost.plugins.http;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Writes a text of JSON again without making values of it: most bodies are large and only pass.
 * Where a key might occur twice it gives up, and values have to be made.
 */
final class JsonCompactor extends JsonReader {

  /** Of more keys in one object nobody compares each with each. */
  private static final int MOST_KEYS = 64;

  private final byte[] out;
  private int length;
  private int[] keys = new int[16];
  private int keyCount;
  private boolean doubtful;

  private JsonCompactor(byte[] bytes) {
    super(bytes);
    // Never longer than it was: what grows is an escape, and it was one before.
    out = new byte[bytes.length];
  }

  /** Empty: it has to be done with values. */
  static Optional<byte[]> compact(byte[] bytes) {
    var compactor = new JsonCompactor(bytes);
    compactor.copy();
    return compactor.doubtful
        ? Optional.empty()
        : Optional.of(Arrays.copyOf(compactor.out, compactor.length));
  }

  private void copy() {
    space();
    switch (peek()) {
      case '{' -> copyObject();
      case '[' -> copyList();
      case '"' -> copyString();
      case 't', 'f', 'n' -> {
        int start = at;
        value();
        take(start);
      }
      default -> {
        int start = at;
        skipNumber();
        take(start);
      }
    }
  }

  private void copyObject() {
    enter();
    put('{');
    int first = keyCount;
    boolean more = !isEnd('}');
    while (more) {
      space();
      int start = length;
      copyString();
      note(first, start);
      colon();
      put(':');
      copy();
      more = goesOn('}');
      if (more) {
        put(',');
      }
    }
    keyCount = first;
    put('}');
  }

  private void copyList() {
    enter();
    put('[');
    boolean more = !isEnd(']');
    while (more) {
      copy();
      more = goesOn(']');
      if (more) {
        put(',');
      }
    }
    put(']');
  }

  private void copyString() {
    int start = at;
    if (!skipString()) {
      take(start);
      return;
    }
    at = start;
    var again = new ByteArrayOutputStream();
    Json.string(again, string());
    byte[] written = again.toByteArray();
    System.arraycopy(written, 0, out, length, written.length);
    length += written.length;
  }

  private void note(int first, int start) {
    int hash = 1;
    for (int i = start; i < length; i++) {
      hash = 31 * hash + out[i];
    }
    doubtful |= keyCount - first >= MOST_KEYS;
    for (int i = first; i < keyCount && !doubtful; i++) {
      doubtful = keys[i] == hash;
    }
    if (keyCount == keys.length) {
      keys = Arrays.copyOf(keys, keyCount * 2);
    }
    keys[keyCount++] = hash;
  }

  private void take(int start) {
    System.arraycopy(bytes, start, out, length, at - start);
    length += at - start;
  }

  private void put(char each) {
    out[length++] = (byte) each;
  }
}
