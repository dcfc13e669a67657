package io.integrationhost.converter.tbel;

import java.util.AbstractList;
import org.mvel2.ExecutionContext;
import org.mvel2.execution.ExecutionArrayList;

/** Bytes as the lists that scripts work with. */
public final class ScriptLists {
  private ScriptLists() {}

  /** A changeable list of signed bytes, counted against the memory of the call. */
  public static ExecutionArrayList<Byte> of(ExecutionContext context, byte[] bytes) {
    return new ExecutionArrayList<>(new Bytes(bytes), context);
  }

  private static final class Bytes extends AbstractList<Byte> {
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public Byte get(int index) {
      return bytes[index];
    }

    @Override
    public int size() {
      return bytes.length;
    }
  }
}
