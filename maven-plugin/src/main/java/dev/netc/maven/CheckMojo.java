package dev.netc.maven;

import dev.netc.compiler.Compiler;
import dev.netc.frontend.FileImports;
import dev.netc.frontend.ParallelCheck;
import dev.netc.frontend.ParallelCheck.Checked;
import dev.netc.frontend.format.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Says what is wrong with the networks of the project and of its tests; generates nothing. */
@Mojo(
    name = "check",
    defaultPhase = LifecyclePhase.VALIDATE,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class CheckMojo extends AbstractCompilerMojo {
  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    List<Path> files = new ArrayList<>(sources(sourceDirectory));
    files.addAll(sources(testSourceDirectory));
    try (LibraryJars jars = jars(project.getTestClasspathElements())) {
      FileImports imports = imports(List.of(testSourceDirectory, sourceDirectory), jars);
      List<Checked> checked = new ParallelCheck(new Compiler(options()), imports).check(files);
      Report report =
          new Report(
              checked.stream().flatMap(file -> file.result().stream()).toList(),
              checked.stream().flatMap(file -> file.problem().stream()).toList());
      Set<String> parameters = new HashSet<>();
      checked.forEach(file -> parameters.addAll(file.parameters()));
      LoggedReport log = new LoggedReport(getLog(), imports);
      log.show(report);
      log.writeSarif(
          report, Path.of(project.getBuild().getDirectory(), "netc", "check.sarif"), root());
      LoggedReport.failIfWrong(report, failOnWarning);
      requireKnown(parameters);
      getLog().info(files.size() + (files.size() == 1 ? " file is ok" : " files are ok"));
    } catch (DependencyResolutionRequiredException e) {
      throw new MojoExecutionException("the dependencies are not resolved", e);
    }
  }
}
