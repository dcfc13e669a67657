package io.integrationhost.build;

import io.integrationhost.build.PackedLibrary.DeclaredLicence;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.building.ModelBuildingRequest;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.DefaultProjectBuildingRequest;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectBuilder;
import org.apache.maven.project.ProjectBuildingException;
import org.apache.maven.project.ProjectBuildingRequest;

/**
 * Puts the libraries of a plugin (scopes compile and runtime) into {@code lib/} of its classes, and
 * their licences and notices into {@code META-INF/licenses}; and what {@code plugin.conf} includes
 * of them, into that file.
 */
@Mojo(
    name = "libraries",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public final class LibrariesMojo extends AbstractMojo {

  @Parameter(defaultValue = "${project}", readonly = true)
  private MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true)
  private MavenSession session;

  @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true)
  private File classes;

  /**
   * The modules of Netty that are packed of those that {@code netty-all} brings, by artifact id;
   * all when empty. What the plugin declares otherwise is packed always.
   */
  @Parameter(property = "plugin.netty")
  private Set<String> netty;

  private final ProjectBuilder projects;

  @Inject
  public LibrariesMojo(ProjectBuilder projects) {
    this.projects = projects;
  }

  @Override
  public void execute() throws MojoExecutionException {
    if ("pom".equals(project.getPackaging())) {
      return;
    }
    try {
      List<PackedLibrary> packed = new ArrayList<>();
      NettyModules modules = new NettyModules(netty == null ? Set.of() : netty);
      for (Artifact artifact : project.getArtifacts()) {
        if (modules.wants(artifact)) {
          packed.add(pack(artifact));
        }
      }
      modules
          .unknown()
          .ifPresent(
              names ->
                  getLog()
                      .warn("plugin.netty names " + names + ", which netty-all does not bring"));
      new LicenceFolder(classes.toPath().resolve("META-INF/licenses"))
          .write(packed)
          .forEach(missing -> getLog().warn(missing));
      new IncludedSettings(classes.toPath().resolve("lib"))
          .replaceIn(classes.toPath().resolve("plugin.conf"));
    } catch (IOException e) {
      throw new MojoExecutionException(
          "The libraries cannot be packed into " + classes + ": " + e.getMessage(), e);
    }
  }

  private PackedLibrary pack(Artifact artifact) throws IOException, MojoExecutionException {
    String version = artifact.getBaseVersion();
    String name =
        artifact.getArtifactId()
            + "-"
            + version
            + (artifact.hasClassifier() ? "-" + artifact.getClassifier() : "")
            + ".jar";
    Path jar = Files.createDirectories(classes.toPath().resolve("lib")).resolve(name);
    File file = artifact.getFile();
    if (file == null || !file.exists()) {
      throw new MojoExecutionException(artifact + " has no file; build it first");
    }
    if (file.isDirectory()) {
      // A module of the same build that is not packed in builds that end before "package".
      Manifest manifest = new Manifest();
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      new FolderJar(file.toPath(), manifest).writeTo(jar);
    } else {
      Files.copy(file.toPath(), jar, StandardCopyOption.REPLACE_EXISTING);
    }
    String coordinates = artifact.getGroupId() + ":" + artifact.getArtifactId() + ":" + version;
    return new PackedLibrary(jar, artifact.getArtifactId(), coordinates, licences(artifact));
  }

  private List<DeclaredLicence> licences(Artifact artifact) {
    ProjectBuildingRequest request =
        new DefaultProjectBuildingRequest(session.getProjectBuildingRequest());
    request.setProject(null);
    request.setResolveDependencies(false);
    request.setProcessPlugins(false);
    request.setValidationLevel(ModelBuildingRequest.VALIDATION_LEVEL_MINIMAL);
    request.setRemoteRepositories(project.getRemoteArtifactRepositories());
    try {
      return projects.build(artifact, true, request).getProject().getLicenses().stream()
          .map(licence -> new DeclaredLicence(text(licence.getName()), text(licence.getUrl())))
          .toList();
    } catch (ProjectBuildingException e) {
      getLog().warn("the POM of " + artifact + " cannot be read (" + e.getMessage() + ")");
      return List.of();
    }
  }

  private static String text(String value) {
    return Optional.ofNullable(value).orElse("").trim();
  }
}
