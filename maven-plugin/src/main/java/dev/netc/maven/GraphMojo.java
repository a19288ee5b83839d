package dev.netc.maven;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.elaborate.Network;
import dev.netc.frontend.FileImports;
import dev.netc.frontend.OutputFiles;
import dev.netc.frontend.UsageException;
import dev.netc.frontend.drawing.Drawing;
import dev.netc.frontend.drawing.DrawingOptions;
import dev.netc.frontend.drawing.GraphFormat;
import dev.netc.frontend.format.Report;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/** Draws the layers of each network, with the shapes between them. */
@Mojo(name = "graph", requiresDependencyResolution = ResolutionScope.COMPILE, threadSafe = true)
public final class GraphMojo extends AbstractCompilerMojo {
  /** Where the pictures go, one for each network. */
  @Parameter(
      property = "netc.graphDirectory",
      defaultValue = "${project.build.directory}/netc/graph")
  private File graphDirectory;

  /** What is written: svg, html, dot or mermaid. */
  @Parameter(property = "netc.graphFormat", defaultValue = "svg")
  private String graphFormat;

  /** How many layers within each other are drawn open; those within are one box. Default: all. */
  @Parameter(property = "netc.graphDepth")
  private @Nullable Integer graphDepth;

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    GraphFormat format = format();
    if (graphDepth != null && graphDepth < 0) {
      throw new UsageException("graphDepth is at least 0, not " + graphDepth);
    }
    DrawingOptions options =
        new DrawingOptions(
            graphDepth == null ? OptionalInt.empty() : OptionalInt.of(graphDepth),
            DrawingOptions.Copies.FOLDED);
    Compiler compiler = new Compiler(options());
    try (LibraryJars jars = jars(project.getCompileClasspathElements())) {
      FileImports imports = imports(List.of(sourceDirectory), jars);
      for (Path file : sources(sourceDirectory)) {
        Analysis analysis = compiler.analyze(imports.read(file), imports);
        Report report =
            new Report(
                List.of(
                    imports.reader().checked(file, analysis.networks(), analysis.diagnostics())),
                List.of());
        new LoggedReport(getLog(), imports).show(report);
        LoggedReport.failIfWrong(report, failOnWarning);
        for (Network network : analysis.networks()) {
          String name = network.name() + "." + format.name().toLowerCase(Locale.ROOT);
          Path picture = graphDirectory.toPath().resolve(name);
          OutputFiles.write(picture, Drawing.of(List.of(network), options, format));
          getLog().info("drew " + picture);
        }
      }
    } catch (DependencyResolutionRequiredException e) {
      throw new MojoExecutionException("the dependencies are not resolved", e);
    }
  }

  private GraphFormat format() {
    for (GraphFormat format : GraphFormat.values()) {
      if (format.name().equalsIgnoreCase(graphFormat)) {
        return format;
      }
    }
    throw new UsageException(
        "graphFormat is one of " + List.of(GraphFormat.values()) + ", not " + graphFormat);
  }
}
