package dev.netc.maven;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.elaborate.Network;
import dev.netc.frontend.FileImports;
import dev.netc.frontend.UsageException;
import dev.netc.frontend.format.Report;
import dev.netc.frontend.summary.Summary;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/** Shows the layers of each network with their shapes, parameters and costs. */
@Mojo(name = "summary", requiresDependencyResolution = ResolutionScope.COMPILE, threadSafe = true)
public final class SummaryMojo extends AbstractCompilerMojo {
  /** The size of the batch, for shapes, multiply-adds and memory. */
  @Parameter(property = "netc.batch", defaultValue = "1")
  private int batch;

  /** Other sizes that are known at run time only: {@code T=64}. */
  @Parameter(property = "netc.sizes")
  private @Nullable List<String> sizes;

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    if (batch < 1) {
      throw new UsageException("a batch holds at least one sample, not " + batch);
    }
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
          show(new Summary(network, compiler.plan(network), batch, sizes()));
        }
      }
    } catch (DependencyResolutionRequiredException e) {
      throw new MojoExecutionException("the dependencies are not resolved", e);
    }
  }

  private void show(Summary summary) {
    summary.lines().forEach(getLog()::info);
    List<String> open = summary.openSizes();
    if (!open.isEmpty()) {
      getLog().info("Known at run time only: " + String.join(", ", open) + " (see netc.sizes)");
    }
    getLog().info("");
  }

  private Map<String, Long> sizes() {
    Map<String, Long> read = new LinkedHashMap<>();
    for (String size : sizes == null ? List.<String>of() : sizes) {
      String[] words = size.split("=", 2);
      try {
        long value = Long.parseLong(words[words.length - 1].strip());
        if (words.length != 2 || value < 1) {
          throw new NumberFormatException();
        }
        read.put(words[0].strip(), value);
      } catch (NumberFormatException e) {
        throw new UsageException("a size is NAME=NUMBER with a number of at least 1, not " + size);
      }
    }
    return read;
  }
}
