package dev.netc.maven;

import dev.netc.frontend.FileImports;
import dev.netc.frontend.NetcVersion;
import dev.netc.frontend.incremental.Generation;
import dev.netc.frontend.incremental.Generator;
import dev.netc.frontend.incremental.Request;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.codehaus.plexus.build.BuildContext;

/** Generates Java, and adds it to the build. */
abstract class AbstractGenerateMojo extends AbstractCompilerMojo {
  private static final String GROUP = "dev.netc";
  private static final String RUNTIME = "netc-runtime";

  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  private MojoExecution execution;

  private final BuildContext buildContext;

  AbstractGenerateMojo(BuildContext buildContext) {
    this.buildContext = buildContext;
  }

  /** What to generate from, and where to. */
  record Roots(File sources, File output, List<File> imports, List<String> classPath) {}

  abstract Roots roots() throws MojoExecutionException;

  /** Adds the Java to what is compiled, and whatever else belongs to the build. */
  abstract void addTo(Roots roots);

  @Override
  final void run() throws MojoExecutionException, MojoFailureException {
    long start = System.nanoTime();
    Roots roots = roots();
    Path work = Path.of(project.getBuild().getDirectory(), "netc");
    String name = execution.getGoal() + "-" + execution.getExecutionId();
    Path state = work.resolve(name + ".state");
    List<Path> sources = sources(roots.sources());
    if (sources.isEmpty() && !Files.exists(state)) {
      getLog().info("there are no networks in " + roots.sources());
      return;
    }
    addTo(roots);
    try (LibraryJars jars = jars(roots.classPath())) {
      FileImports imports = imports(roots.imports(), jars);
      Generation generation =
          Generator.generate(
              new Request(
                  sources,
                  imports,
                  options(),
                  compiler(),
                  roots.output().toPath(),
                  charset(),
                  state));
      LoggedReport log = new LoggedReport(getLog(), imports);
      log.show(generation.report());
      Path sarif = work.resolve(name + ".sarif");
      if (!generation.isIdle() || !Files.exists(sarif)) {
        log.writeSarif(generation.report(), sarif, root());
      }
      LoggedReport.failIfWrong(generation.report(), failOnWarning);
      requireKnown(generation.parameters());
      tell(generation, sources.size(), System.nanoTime() - start);
      warnWithoutRuntime(sources);
    }
  }

  /** A release is known by its number, another build also by its jars. */
  private String compiler() {
    PluginDescriptor plugin = execution.getMojoDescriptor().getPluginDescriptor();
    StringBuilder compiler = new StringBuilder(plugin.getVersion());
    if (plugin.getVersion().endsWith("-SNAPSHOT")) {
      for (Artifact artifact : plugin.getArtifacts()) {
        if (artifact.getGroupId().equals(GROUP) && artifact.getFile() != null) {
          compiler.append(' ').append(artifact.getFile().length());
          compiler.append(' ').append(artifact.getFile().lastModified());
        }
      }
    }
    return compiler.toString();
  }

  private void tell(Generation generation, int sources, long nanoseconds) {
    generation.written().forEach(file -> buildContext.refresh(file.toFile()));
    generation.deleted().forEach(file -> buildContext.refresh(file.toFile()));
    if (generation.written().isEmpty() && generation.deleted().isEmpty()) {
      String time = nanoseconds / 1_000_000 + " ms";
      getLog().info("all is up to date (" + files(sources, ".net") + ", " + time + ")");
      return;
    }
    generation.written().forEach(file -> getLog().debug("wrote " + file));
    generation.deleted().forEach(file -> getLog().debug("deleted " + file));
    String deleted =
        generation.deleted().isEmpty() ? "" : ", deleted " + generation.deleted().size();
    getLog()
        .info(
            "generated %s from %s%s"
                .formatted(
                    files(generation.written().size(), ".java"), files(sources, ".net"), deleted));
  }

  private static String files(int count, String suffix) {
    return count + " " + suffix + (count == 1 ? " file" : " files");
  }

  /** javac would only say that there is no package dev.netc.runtime. */
  private void warnWithoutRuntime(List<Path> sources) {
    Set<Artifact> artifacts = project.getArtifacts();
    boolean found =
        artifacts.stream()
            .anyMatch(a -> a.getGroupId().equals(GROUP) && a.getArtifactId().equals(RUNTIME));
    boolean isOurs = project.getGroupId().equals(GROUP);
    if (!found && !isOurs && !sources.isEmpty()) {
      getLog()
          .warn(
              "the generated classes need the dependency %s:%s:%s"
                  .formatted(GROUP, RUNTIME, NetcVersion.number()));
    }
  }
}
