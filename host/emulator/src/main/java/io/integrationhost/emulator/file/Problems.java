package io.integrationhost.emulator.file;

import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.List;

/** Collects the problems of one file. */
final class Problems {
  private final String file;
  private final List<FileProblem> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  void add(ConfigOrigin origin, String key, String problem, String cure) {
    found.add(new FileProblem(file, Math.max(0, origin.lineNumber()), key, problem, cure));
  }

  void addFile(int line, String problem, String cure) {
    found.add(new FileProblem(file, line, "", problem, cure));
  }

  void throwIfAny() throws EmulatorFileException {
    if (!found.isEmpty()) {
      throw new EmulatorFileException(found);
    }
  }
}
