package io.integrationhost.build;

import io.integrationhost.runtime.PluginReview;
import io.integrationhost.runtime.jar.ApiCompatibility;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Asks the plugin whom it serves and sets the property {@code plugin.serves}, which the manifest
 * says as {@code Plugin-Serves}: a host that knows it need not load a plugin that nobody uses. A
 * plugin that cannot be asked gets an empty line, which hosts take for none; the goal {@code check}
 * tells why.
 */
@Mojo(name = "serves", defaultPhase = LifecyclePhase.PREPARE_PACKAGE, threadSafe = true)
public final class ServesMojo extends AbstractMojo {

  /** The classes of the plugin, with its libraries in {@code lib/}. */
  @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true)
  private File classes;

  /** Projects without a jar, such as the parent of several plugins, are not asked. */
  @Parameter(defaultValue = "${project.packaging}", readonly = true)
  private String packaging;

  @Parameter(defaultValue = "${project.properties}", readonly = true)
  private Properties properties;

  /** Leaves the question out: hosts load the plugin at their start. */
  @Parameter(property = "plugin.check.skip", defaultValue = "false")
  private boolean skip;

  @Override
  public void execute() throws MojoExecutionException {
    if ("pom".equals(packaging)) {
      return;
    }
    Optional<String> line = skip ? Optional.empty() : ask();
    properties.setProperty("plugin.serves", line.orElse(""));
    line.ifPresent(serves -> getLog().info("Plugin-Serves: " + serves));
  }

  private Optional<String> ask() throws MojoExecutionException {
    Path folder = classes.toPath();
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try {
      return TemporaryFolder.with(
          work -> {
            Path jar = work.resolve("plugin.jar");
            new FolderJar(folder, manifest()).writeTo(jar);
            return PluginReview.servesLine(jar, work);
          });
    } catch (IOException e) {
      throw new MojoExecutionException(
          "Asking the plugin in "
              + folder
              + " whom it serves needs a temporary folder ("
              + e
              + "); check java.io.tmpdir",
          e);
    }
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Plugin-Id", "plugin");
    attributes.putValue("Plugin-Requires", "^" + ApiCompatibility.ofThisHost().offered());
    return manifest;
  }
}
