package io.integrationhost.convert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files that a user named, with messages that name them. */
public final class TextFiles {
  private static final long MAX_FILE = 64L << 20;

  private TextFiles() {}

  /** Its text in UTF-8, without a byte order mark. */
  public static String read(Path file) {
    byte[] bytes = bytes(file);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InputException(file + ": is no text in UTF-8; save it as UTF-8");
    }
  }

  /** All its bytes. */
  public static byte[] bytes(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new InputException(file + ": is a directory; name a file");
      }
      if (Files.size(file) > MAX_FILE) {
        throw new InputException(file + ": is larger than 64 MiB");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": there is no such file");
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read; check its permissions");
    }
  }
}
