package io.integrationhost.emulator.file;

/**
 * One thing that is wrong in a file.
 *
 * @param file its name
 * @param line from 1, 0 when the whole file is meant
 * @param key full path of the key, empty when the file is meant
 * @param problem what is wrong
 * @param cure what to do
 */
public record FileProblem(String file, int line, String key, String problem, String cure) {
  @Override
  public String toString() {
    String place = line > 0 ? file + ":" + line : file;
    return place + ": " + (key.isEmpty() ? "" : key + " ") + problem + "; " + cure;
  }
}
