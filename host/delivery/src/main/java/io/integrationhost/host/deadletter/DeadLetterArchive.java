package io.integrationhost.host.deadletter;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The letters of a data directory, for a command that runs beside the host or without it. Whatever
 * it is asked for may have been removed meanwhile. Works on the caller's thread.
 */
public final class DeadLetterArchive {

  private final Path dataDirectory;

  public DeadLetterArchive(Path dataDirectory) {
    this.dataDirectory = dataDirectory;
  }

  /** All letters in the order of their time, those that await their replay included. */
  public List<FiledLetter> letters() throws IOException {
    List<FiledLetter> letters = new ArrayList<>();
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(LetterFolder.all(dataDirectory), Files::isDirectory)) {
      for (Path path : folders) {
        String integration = path.getFileName().toString();
        LetterFolder folder = LetterFolder.of(dataDirectory, integration);
        collect(letters, integration, folder, false);
        collect(letters, integration, folder.replay(), true);
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    letters.sort(Comparator.comparing(FiledLetter::id).thenComparing(FiledLetter::integration));
    return letters;
  }

  /** The letter, or what is wrong with its file; empty if it is gone. */
  public Optional<Reading> read(FiledLetter letter) {
    return folder(letter).read(letter.id());
  }

  /**
   * Asks the host to deliver the letter's item again: at once if it runs, else when it is started.
   *
   * @return false if the letter is gone
   */
  public boolean replay(FiledLetter letter) throws IOException {
    LetterFolder folder = LetterFolder.of(dataDirectory, letter.integration());
    return letter.awaitsReplay() || folder.move(letter.id(), folder.replay());
  }

  /**
   * Removes the letter for good.
   *
   * @return false if it is gone already
   */
  public boolean purge(FiledLetter letter) throws IOException {
    return folder(letter).remove(letter.id());
  }

  private LetterFolder folder(FiledLetter letter) {
    LetterFolder folder = LetterFolder.of(dataDirectory, letter.integration());
    return letter.awaitsReplay() ? folder.replay() : folder;
  }

  private static void collect(
      List<FiledLetter> letters, String integration, LetterFolder folder, boolean awaitsReplay)
      throws IOException {
    folder
        .sizes()
        .forEach((id, bytes) -> letters.add(new FiledLetter(integration, id, bytes, awaitsReplay)));
  }
}
