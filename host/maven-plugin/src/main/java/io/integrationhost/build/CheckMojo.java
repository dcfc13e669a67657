package io.integrationhost.build;

import io.integrationhost.runtime.PluginReview;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Fails the build when a host would refuse the plugin jar, or would only notice later that
 * something in it cannot work. Loads the jar as a host does, which runs the constructor of its
 * entry point.
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class CheckMojo extends AbstractMojo {

  /** The plugin jar. */
  @Parameter(defaultValue = "${project.build.directory}/${project.build.finalName}.jar")
  private File jar;

  /** The oldest Java release on which the plugin must run. */
  @Parameter(property = "plugin.release", defaultValue = "17")
  private int release;

  /** Projects without a jar, such as the parent of several plugins, are not checked. */
  @Parameter(defaultValue = "${project.packaging}", readonly = true)
  private String packaging;

  /** Leaves the check out. */
  @Parameter(property = "plugin.check.skip", defaultValue = "false")
  private boolean skip;

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("the check of the plugin jar is left out (plugin.check.skip)");
      return;
    }
    if ("pom".equals(packaging)) {
      return;
    }
    PluginReview review = review();
    review.warnings().forEach(text -> getLog().warn(jar.getName() + " " + text));
    if (!review.problems().isEmpty()) {
      throw new MojoFailureException(
          "A host would refuse " + jar.getName() + ":\n  " + lines(review.problems()));
    }
    getLog().info(jar.getName() + " loads in a host");
  }

  private static String lines(List<String> problems) {
    return String.join("\n  ", problems);
  }

  private PluginReview review() throws MojoExecutionException {
    try {
      return TemporaryFolder.with(work -> PluginReview.of(jar.toPath(), work, release));
    } catch (IOException e) {
      throw new MojoExecutionException(
          "The check of " + jar + " needs a temporary folder (" + e + "); check java.io.tmpdir", e);
    }
  }
}
