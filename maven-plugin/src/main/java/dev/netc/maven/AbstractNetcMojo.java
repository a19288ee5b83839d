package dev.netc.maven;

import dev.netc.frontend.FileImports;
import dev.netc.frontend.SourceReader;
import dev.netc.frontend.UsageException;
import java.io.File;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What all goals have in common: where sources lie, and how their user's mistakes are told. */
abstract class AbstractNetcMojo extends AbstractMojo {
  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  MavenSession session;

  /** Does nothing. */
  @Parameter(property = "netc.skip", defaultValue = "false")
  private boolean skip;

  /** Where the networks lie. */
  @Parameter(property = "netc.sourceDirectory", defaultValue = "${project.basedir}/src/main/netc")
  File sourceDirectory;

  /** Where the networks for tests lie. */
  @Parameter(
      property = "netc.testSourceDirectory",
      defaultValue = "${project.basedir}/src/test/netc")
  File testSourceDirectory;

  /**
   * Which files to take, as patterns below the source directory. Default: {@code **}{@code /*.net}.
   */
  @Parameter private @Nullable List<String> includes;

  /**
   * Which files to leave out, as patterns below the source directory. They can still be imported.
   */
  @Parameter private @Nullable List<String> excludes;

  /** The encoding of the sources. Without one they are UTF-8. */
  @Parameter(property = "netc.encoding", defaultValue = "${project.build.sourceEncoding}")
  private @Nullable String encoding;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("netc is skipped");
      return;
    }
    try {
      run();
    } catch (UsageException e) {
      throw new MojoFailureException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Does what the goal is for.
   *
   * @throws UsageException if something is wrong that its user can put right
   */
  abstract void run() throws MojoExecutionException, MojoFailureException;

  /** The patterns of files to take. */
  final List<String> includes() {
    return includes == null || includes.isEmpty() ? List.of("**/*.net") : includes;
  }

  /** The patterns of files to leave out. */
  final List<String> excludes() {
    return excludes == null ? List.of() : excludes;
  }

  /** The files of a directory in alphabetical order; none if there is no such directory. */
  final List<Path> sources(File directory) {
    return new SourceFiles(includes(), excludes()).find(directory.toPath());
  }

  /** The encoding of sources and of the Java made of them. */
  final Charset charset() {
    if (encoding == null || encoding.isEmpty()) {
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(encoding);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new UsageException("there is no encoding " + encoding);
    }
  }

  /** The directory that paths in reports start from: that of the whole build. */
  final Path root() {
    File multiModule = session.getRequest().getMultiModuleProjectDirectory();
    Path base = project.getBasedir().toPath().toAbsolutePath().normalize();
    if (multiModule != null) {
      Path root = multiModule.toPath().toAbsolutePath().normalize();
      return base.startsWith(root) ? root : base;
    }
    return base;
  }

  /**
   * Reads sources, and finds imports beside them, in directories, then in jars.
   *
   * @param jars closed by the caller when all is read
   */
  final FileImports imports(List<File> directories, LibraryJars jars) {
    SourceReader reader = SourceReader.below(root(), charset());
    List<Path> first = directories.stream().map(File::toPath).toList();
    return new FileImports(reader, () -> Stream.concat(first.stream(), jars.roots()));
  }

  /** The jars and class directories of dependencies that are there. */
  final LibraryJars jars(List<String> classPath) {
    Set<Path> paths = new LinkedHashSet<>();
    Path own = Path.of(project.getBuild().getOutputDirectory());
    Path ownTests = Path.of(project.getBuild().getTestOutputDirectory());
    for (String element : new ArrayList<>(classPath)) {
      Path path = Path.of(element);
      if (!path.equals(own) && !path.equals(ownTests) && Files.exists(path)) {
        paths.add(path);
      }
    }
    return new LibraryJars(List.copyOf(paths));
  }
}
