package io.integrationhost.emulator.event;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;

/** Makes serialisation streams for tests. */
final class Streams {
  static final String P = "org.thingsboard.server.common.data.";

  /** LifecycleEvent STARTED, success (facts 4.4). */
  static final byte[] GOLDEN =
      Base64.getDecoder()
          .decode(
              "rO0ABXNyADdvcmcudGhpbmdzYm9hcmQuc2VydmVyLmNvbW1vbi5kYXRhLmV2ZW50LkxpZmVjeWNsZUV2ZW50"
                  + "0u7YS6cKnMMCAANaAAdzdWNjZXNzTAAFZXJyb3J0ABJMamF2YS9sYW5nL1N0cmluZztMAAtsY0V2ZW50"
                  + "VHlwZXEAfgABeHIALm9yZy50aGluZ3Nib2FyZC5zZXJ2ZXIuY29tbW9uLmRhdGEuZXZlbnQuRXZlbnTc"
                  + "RVXjuJP64wIAA0wACGVudGl0eUlkdAAQTGphdmEvdXRpbC9VVUlEO0wACXNlcnZpY2VJZHEAfgABTAAI"
                  + "dGVuYW50SWR0ADBMb3JnL3RoaW5nc2JvYXJkL3NlcnZlci9jb21tb24vZGF0YS9pZC9UZW5hbnRJZDt4"
                  + "cgArb3JnLnRoaW5nc2JvYXJkLnNlcnZlci5jb21tb24uZGF0YS5CYXNlRGF0YUtBt+HitxiNAgABSgAL"
                  + "Y3JlYXRlZFRpbWV4cgAtb3JnLnRoaW5nc2JvYXJkLnNlcnZlci5jb21tb24uZGF0YS5pZC5JZEJhc2Vk"
                  + "HO0kadQRHIUCAAFMAAJpZHQAMUxvcmcvdGhpbmdzYm9hcmQvc2VydmVyL2NvbW1vbi9kYXRhL2lkL1VV"
                  + "SURCYXNlZDt4cHAAAAAAAAAAAHNyAA5qYXZhLnV0aWwuVVVJRLyZA/eYbYUvAgACSgAMbGVhc3RTaWdC"
                  + "aXRzSgALbW9zdFNpZ0JpdHN4cEREREREREREMzMzMzMzMzN0AA1bcmVtb3RlOjgwODJdc3IALm9yZy50"
                  + "aGluZ3Nib2FyZC5zZXJ2ZXIuY29tbW9uLmRhdGEuaWQuVGVuYW50SWQAAAAAAAAAAQIAAHhyAC9vcmcu"
                  + "dGhpbmdzYm9hcmQuc2VydmVyLmNvbW1vbi5kYXRhLmlkLlVVSURCYXNlZAAAAAAAAAABAgABTAACaWRx"
                  + "AH4AA3hwc3EAfgAJIiIiIiIiIiIREREREREREQFwdAAHU1RBUlRFRA==");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  private interface Writing {
    void run() throws IOException;
  }

  static Streams start() {
    return new Streams().u2(0xACED).u2(5);
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  Streams u1(int value) {
    return write(() -> out.writeByte(value));
  }

  Streams u2(int value) {
    return write(() -> out.writeShort(value));
  }

  Streams i4(int value) {
    return write(() -> out.writeInt(value));
  }

  Streams i8(long value) {
    return write(() -> out.writeLong(value));
  }

  Streams utf(String text) {
    return write(() -> out.writeUTF(text));
  }

  Streams text(String text) {
    return u1(0x74).utf(text);
  }

  Streams longText(String ascii) {
    return u1(0x7C).i8(ascii.length()).write(() -> out.writeBytes(ascii));
  }

  Streams nothing() {
    return u1(0x70);
  }

  /** A descriptor up to its super descriptor; a field is its type letter and its name. */
  Streams descriptor(String name, long uid, String... fields) {
    u1(0x72).utf(name).i8(uid).u1(2).u2(fields.length);
    for (String field : fields) {
      u1(field.charAt(0)).utf(field.substring(1));
      if (field.charAt(0) == 'L') {
        text("Lany;");
      }
    }
    return u1(0x78);
  }

  Streams uuid(long most, long least) {
    return u1(0x73)
        .descriptor("java.util.UUID", -4856846361193249489L, "JleastSigBits", "JmostSigBits")
        .nothing()
        .i8(least)
        .i8(most);
  }

  Streams id(String simpleName, long most, long least) {
    return u1(0x73)
        .descriptor(P + "id." + simpleName, 1)
        .descriptor(P + "id.UUIDBased", 1, "Lid")
        .nothing()
        .uuid(most, least);
  }

  /** The start of an object of an event class with the full chain. */
  Streams event(String simpleName, long uid, String... fields) {
    return u1(0x73)
        .descriptor(P + "event." + simpleName, uid, fields)
        .descriptor(
            P + "event.Event", -2574557175429727517L, "LentityId", "LserviceId", "LtenantId")
        .descriptor(P + "BaseData", 5422817607129962637L, "JcreatedTime")
        .descriptor(P + "id.IdBased", 2084362239490464901L, "Lid")
        .nothing();
  }

  private Streams write(Writing writing) {
    try {
      writing.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
