package io.integrationhost.convert.cases;

import io.integrationhost.convert.TriedConverter;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder with converters and what they are tested with.
 *
 * @param title its path as the user sees it
 * @param converters at least one; each gets all cases
 */
public record CaseFolder(String title, List<TriedConverter> converters, List<Case> cases) {
  public CaseFolder {
    converters = List.copyOf(converters);
    cases = List.copyOf(cases);
  }

  /**
   * One case: a payload and what is expected.
   *
   * @param directory where the files are
   * @param suffix of the names of its files, such as "_01"; usually empty
   */
  record Case(String name, Path directory, String suffix) {

    /** The file of this case whose name without suffix is given. */
    Path file(String plain) {
      int point = plain.lastIndexOf('.');
      return directory.resolve(plain.substring(0, point) + suffix + plain.substring(point));
    }
  }
}
