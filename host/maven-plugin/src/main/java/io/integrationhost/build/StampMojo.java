package io.integrationhost.build;

import java.io.File;
import java.io.IOException;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Gathers the files of a web page from some folders into one, with a hash of all of them in the
 * names of those that browsers may keep for ever.
 */
@Mojo(name = "stamp", defaultPhase = LifecyclePhase.PROCESS_CLASSES, threadSafe = true)
public final class StampMojo extends AbstractMojo {

  /** Folders; the same file may be in one of them only. */
  @Parameter(required = true)
  private List<File> sources;

  /** The folder in them whose files get the hash; others keep their names. */
  @Parameter(required = true)
  private String stamped;

  /** Where all go; emptied before. */
  @Parameter(required = true)
  private File output;

  @Override
  public void execute() throws MojoExecutionException {
    try {
      StampedFiles.of(sources.stream().map(File::toPath).toList(), stamped)
          .writeTo(output.toPath());
    } catch (IOException e) {
      throw new MojoExecutionException(
          "The files of the page cannot be gathered in " + output + ": " + e.getMessage(), e);
    }
  }
}
