package io.integrationhost.convert.cases;

import io.integrationhost.convert.InputException;
import io.integrationhost.convert.TriedConverter;
import io.integrationhost.convert.cases.CaseFolder.Case;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds folders with converters. The cases of one stand in its folder {@code cases}, each in a
 * folder of its own; or they stand beside the converter, as in the public catalogue: one without a
 * number, more of them as payload_01.json, result_01.json and so on.
 */
public final class CaseFolders {
  static final String CASES = "cases";
  private static final int DEPTH = 12;

  private CaseFolders() {}

  /**
   * All below a directory, itself included, in the order of their names.
   *
   * @throws InputException when there is none
   */
  public static List<CaseFolder> find(Path root) {
    if (!Files.isDirectory(root)) {
      throw new InputException("--test: there is no directory " + root);
    }
    List<CaseFolder> found = new ArrayList<>();
    for (Path directory : directories(root)) {
      List<TriedConverter> converters = FolderConverters.of(directory);
      if (!converters.isEmpty()) {
        found.add(new CaseFolder(title(root, directory), converters, cases(directory)));
      }
    }
    if (found.stream().allMatch(folder -> folder.cases().isEmpty())) {
      throw new InputException(
          ("--test: there %s in %s: a folder must hold decoder.js, decoder.tbel,"
                  + " encoder.js, encoder.tbel or converter.json, and cases/NAME/payload.txt"
                  + " (or .hex, .base64, .json, .bin)")
              .formatted(found.isEmpty() ? "is no converter" : "are no cases", root));
    }
    return found;
  }

  /** All files that a run reads. */
  public static List<Path> files(Path root) {
    try (Stream<Path> all = Files.walk(root, DEPTH)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  private static List<Path> directories(Path root) {
    try (Stream<Path> all = Files.walk(root, DEPTH)) {
      return all.filter(Files::isDirectory)
          .filter(directory -> !isInCases(root.relativize(directory)))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new InputException("--test: " + root + " cannot be read; check its permissions");
    }
  }

  private static boolean isInCases(Path relative) {
    for (Path name : relative) {
      if (name.toString().equals(CASES)) {
        return true;
      }
    }
    return false;
  }

  private static List<Case> cases(Path directory) {
    List<Case> cases = new ArrayList<>();
    CasePayload.suffixes(directory)
        .forEach(suffix -> cases.add(new Case(suffix.replaceFirst("^_", ""), directory, suffix)));
    Path folder = directory.resolve(CASES);
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.list(folder)) {
        all.filter(Files::isDirectory)
            .sorted()
            .forEach(one -> cases.add(new Case(one.getFileName().toString(), one, "")));
      } catch (IOException e) {
        throw new InputException("--test: " + folder + " cannot be read; check its permissions");
      }
    }
    return cases;
  }

  private static String title(Path root, Path directory) {
    Path relative = root.relativize(directory);
    return relative.toString().isEmpty()
        ? String.valueOf(root.toAbsolutePath().normalize().getFileName())
        : relative.toString();
  }
}
