package dev.netc.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.model.Resource;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.codehaus.plexus.build.BuildContext;

/**
 * Generates a Java class for each network in src/main/netc. What has not changed is not touched.
 *
 * <p>A file may import what lies beside it, in the source directory, or in META-INF/netc of a
 * dependency: the sources of this project go there in its own jar.
 */
@Mojo(
    name = "generate",
    defaultPhase = LifecyclePhase.GENERATE_SOURCES,
    requiresDependencyResolution = ResolutionScope.COMPILE,
    threadSafe = true)
public final class GenerateMojo extends AbstractGenerateMojo {
  /** Where the Java goes, in directories by package. */
  @Parameter(
      property = "netc.outputDirectory",
      defaultValue = "${project.build.directory}/generated-sources/netc")
  private File outputDirectory;

  /** Whether the networks go into the jar, in META-INF/netc, for others to import. */
  @Parameter(property = "netc.packageSources", defaultValue = "true")
  private boolean packageSources;

  /** Made by Maven. */
  @Inject
  public GenerateMojo(BuildContext buildContext) {
    super(buildContext);
  }

  @Override
  Roots roots() throws MojoExecutionException {
    try {
      return new Roots(
          sourceDirectory,
          outputDirectory,
          List.of(sourceDirectory),
          project.getCompileClasspathElements());
    } catch (DependencyResolutionRequiredException e) {
      throw new MojoExecutionException("the dependencies are not resolved", e);
    }
  }

  @Override
  void addTo(Roots roots) {
    project.addCompileSourceRoot(roots.output().getAbsolutePath());
    if (packageSources && roots.sources().isDirectory()) {
      Path packaged = Path.of(project.getBuild().getDirectory(), "netc", "packaged");
      new PackagedSources(packaged).copy(roots.sources().toPath());
      Resource resource = new Resource();
      resource.setDirectory(packaged.toAbsolutePath().toString());
      project.addResource(resource);
    }
  }
}
