package dev.netc.maven;

import java.io.File;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.codehaus.plexus.build.BuildContext;

/** Generates a Java class for each network in src/test/netc, for tests only. */
@Mojo(
    name = "generate-test",
    defaultPhase = LifecyclePhase.GENERATE_TEST_SOURCES,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class GenerateTestMojo extends AbstractGenerateMojo {
  /** Where the Java goes, in directories by package. */
  @Parameter(
      property = "netc.testOutputDirectory",
      defaultValue = "${project.build.directory}/generated-test-sources/netc")
  private File testOutputDirectory;

  /** Made by Maven. */
  @Inject
  public GenerateTestMojo(BuildContext buildContext) {
    super(buildContext);
  }

  @Override
  Roots roots() throws MojoExecutionException {
    try {
      return new Roots(
          testSourceDirectory,
          testOutputDirectory,
          List.of(testSourceDirectory, sourceDirectory),
          project.getTestClasspathElements());
    } catch (DependencyResolutionRequiredException e) {
      throw new MojoExecutionException("the dependencies are not resolved", e);
    }
  }

  @Override
  void addTo(Roots roots) {
    project.addTestCompileSourceRoot(roots.output().getAbsolutePath());
  }
}
